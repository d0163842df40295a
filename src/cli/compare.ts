import { Option } from 'commander';
import { storeOption } from './store-option.ts';
import { collect, examples, type Verb } from './verb.ts';

export const comparedFormats = ['table', 'json', 'markdown', 'junit', 'html'] as const;

export interface CompareOptions {
  readonly metric?: readonly string[];
  readonly failOn?: string;
  readonly format: (typeof comparedFormats)[number];
  readonly out?: string;
  readonly store: string;
}

/** Numbers that are compared where none is named. */
export const comparedMetrics = ['latency_us.mean', 'latency_us.p99', 'throughput_per_s', 'cpu_us_per_request.total'] as const;

/** `vhost-lab compare`: what changed from one run to another. */
export const compare: Verb = (program) => {
  program
    .command('compare')
    .summary('say what changed from one run to another')
    .description(
      [
        'Compares two runs trial by trial: those with the same system, device, workload and parameters. Every change in percent has its 95 % interval: of the differences within each replication where both were asked the same requests, else of independent runs. ~ marks what can be chance; what is exactly the same is counted and not listed. Then the geometric mean of all ratios, and what appeared and disappeared.',
        'Exit code: 0, or 1 where --fail-on is given and a number is worse by more than that and not by chance, or a trial that had a result now fails. More throughput is better, and less of everything else.',
      ].join('\n\n'),
    )
    .argument('<base>', 'the number of a run in the store (vhost-lab runs), or a results file')
    .argument('<new>', 'what is compared with it: a run or a results file')
    .option('--metric <metric>', `a number of the results; may be given again (default: ${comparedMetrics.join(', ')})`, collect)
    .option('--fail-on <percent>', 'exit with 1 where a number is worse by more than this, e.g. 5%')
    .addOption(new Option('--format <format>', 'how to print it').choices(comparedFormats).default('table'))
    .option('--out <file>', 'write it to this file')
    .addOption(storeOption())
    .addHelpText('after', examples('compare 1 2', 'compare last-month.json reports/standard.json --metric latency_us.p99', 'compare base.json reports/quick.json --fail-on 5% --format junit --out compare.xml', 'compare 1 2 --format html --out compare.html'))
    .action(async (base: string, now: string, options: CompareOptions) => {
      const { printCompared } = await import('./print-compared.ts');
      await printCompared(base, now, options);
    });
};
