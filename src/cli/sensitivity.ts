import { measureOptions } from './measure-options.ts';
import type { MeasureOptions } from './run.ts';
import { collect, examples, type Verb } from './verb.ts';

export interface SensitivityOptions extends MeasureOptions {
  readonly method: string;
  readonly metric: string;
  readonly system?: readonly string[];
  readonly samples?: string;
  readonly format: string;
  readonly out?: string;
}

export const sensitivityMethods = ['derivative', 'morris', 'sobol'] as const;
export const sensitivityFormats = ['table', 'json', 'html'] as const;

/** `vhost-lab sensitivity`: which prices decide a result. */
export const sensitivity: Verb = (program) => {
  const command = program
    .command('sensitivity')
    .summary('say which prices a result hangs on')
    .description(
      'derivative: what one per cent of every price does to CPU time, exact at fixed visit counts and beside it re-simulated, and to latency and throughput. morris, sobol: what the uncertainty of the prices does, each and together. All runs see the same requests. Then a paragraph, computed, says what decides.',
    )
    .argument('<suite>', 'a suite of the lab (vhost-lab list suites) or a YAML file')
    .option('--method <method>', sensitivityMethods.join(', '), 'derivative')
    .option('--metric <metric>', 'number of the results that is looked at', 'latency_us.mean')
    .option('--system <system>', 'a system of the suite, or all; may be given again (default: the suite\'s baseline)', collect)
    .option('--samples <n>', 'trajectories of morris (default: 10), samples of sobol (default: 128)');
  measureOptions(command)
    .option('--format <format>', sensitivityFormats.join(', '), 'table')
    .option('--out <file>', 'write into a file')
    .addHelpText(
      'after',
      examples(
        'sensitivity quick',
        'sensitivity quick --system all --metric throughput_per_s --set workload.iodepth=32',
        'sensitivity quick --method morris --samples 20 --format html --out screening.html',
        'sensitivity quick --method sobol --metric cpu_us_per_request.total --requests 500',
      ),
    )
    .action(async (suite: string, options: SensitivityOptions) => {
      const { printSensitivity } = await import('./print-sensitivity.ts');
      await printSensitivity(suite, options);
    });
};
