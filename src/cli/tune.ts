import { measureOptions } from './measure-options.ts';
import type { MeasureOptions } from './run.ts';
import { collect, examples, type Verb } from './verb.ts';

export interface TuneOptions extends MeasureOptions {
  readonly minimize?: readonly string[];
  readonly maximize?: readonly string[];
  readonly over?: readonly string[];
  readonly subjectTo?: readonly string[];
  readonly sweep?: string;
  readonly system?: string;
  readonly device?: string;
  readonly workload?: string;
  readonly method?: string;
  readonly budget?: string;
  readonly state?: string;
  readonly resume?: string;
  readonly format: string;
  readonly out?: string;
}

export const tuneFormats = ['table', 'json', 'html'] as const;

/** `vhost-lab tune`: looks for the best settings. */
export const tune: Verb = (program) => {
  const command = program
    .command('tune')
    .summary('search for the best settings')
    .description(
      'Looks for the settings, and the system, that make numbers of the results as small or as large as they can be within limits. Ranges, whole numbers and choices may be mixed; several objectives give a Pareto front. The same command asks for the same points, so that a search can be resumed or given a larger budget.',
    )
    .argument('<suite>', 'a suite of the lab (vhost-lab list suites) or a YAML file')
    .option('--minimize <metric>', 'number of the results to make small; may be given again', collect)
    .option('--maximize <metric>', 'number of the results to make large; may be given again', collect)
    .option('--over <key=...>', 'KEY=FROM..TO or KEY=VALUE,VALUE, keys as for --set, or system; several apart by commas', collect)
    .option('--subject-to <limit>', 'METRIC<NUMBER in the metric\'s unit, or >, <=, >=, e.g. \'cpu_us_per_request.total<8\'; may be given again', collect)
    .option('--sweep <file>', 'YAML file with method, metric, parameters (values, or min, max, distribution), subject_to, run_cap')
    .option('--system <system>', 'the system, unless --over chooses (default: the suite\'s baseline)')
    .option('--device <device>', 'of the suite\'s devices this one')
    .option('--workload <workload>', 'of the suite\'s workloads this one')
    .option('--method <method>', 'nsga2 (evolution), random, or grid (every combination); default: nsga2')
    .option('--budget <n>', 'points that are tried at most (default: 200)')
    .option('--state <file>', 'write what was measured into this file as the search goes on')
    .option('--resume <file>', 'go on from such a file, and write into it');
  measureOptions(command)
    .option('--format <format>', tuneFormats.join(', '), 'table')
    .option('--out <file>', 'write into a file')
    .addHelpText(
      'after',
      examples(
        'tune quick --minimize latency_us.p99 --over policy.busyloop_timeout=0..100us',
        'tune quick --maximize throughput_per_s --over workload.iodepth=1..64 --budget 50',
        'tune quick --sweep my.yaml --state found.json --format html --out front.html',
        'tune quick --sweep my.yaml --budget 400 --resume found.json',
      ),
    )
    .action(async (suite: string, options: TuneOptions) => {
      const { printTune } = await import('./print-tune.ts');
      await printTune(suite, options);
    });
};
