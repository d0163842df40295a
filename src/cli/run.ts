import { measureOptions } from './measure-options.ts';
import type { RepeatedOptions } from './repeat-command.ts';
import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';
import { workerOptions, type WorkerOptions } from './worker-options.ts';

/** What a suite is put under before it is measured, as typed; `set` in the order given. */
export interface MeasureOptions {
  readonly set?: readonly string[];
  readonly setFile?: readonly string[];
  readonly profile?: string;
  readonly seed?: string;
  readonly requests?: string;
}

/** What `run` was asked for. */
export interface RunOptions extends RepeatedOptions, WorkerOptions {
  readonly out: string;
  readonly trace?: string;
  readonly traceTrial?: string;
  readonly traceFormat?: string;
  readonly engine?: string;
  /** File of the store; false for none. */
  readonly store: string | false;
}

/** `vhost-lab run`: measures a suite and writes its report. */
export const run: Verb = (program) => {
  const command = program
    .command('run')
    .summary('run a suite and write its report')
    .description('Runs every trial of a suite, prints a table and writes NAME.html (the report) and NAME.json (the numbers).\n\nWhat was computed is kept in a store: a run that was interrupted goes on where it was, and one that was done takes nothing anew. Ctrl-C ends a run and keeps what is done; p pauses it.')
    .argument('<suite>', 'a suite of the lab (vhost-lab list suites) or a YAML file');
  measureOptions(command)
    .option('--uncertainty <n>', 'also draw n profiles as the uncertainty of the prices allows: how far each result moves, and how often who wins')
    .option('--out <dir>', 'folder for the report and the numbers', 'reports');
  workerOptions(command)
    .option('--engine <address>', 'leave the trials to workers anywhere behind a Redis, redis://HOST:PORT (vhost-lab worker)')
    .addOption(storeOption())
    .option('--no-store', 'keep and look up nothing')
    .option('--trace <file>', 'also write a trace of one trial, as the ending says: .json for Perfetto, .speedscope.json, .folded stacks, .txt as the kernel\'s tracer')
    .option('--trace-trial <n|system>', 'which trial: its number in the suite from 1, or the first of a system (default: of the baseline)')
    .option('--trace-format <format>', 'chrome, speedscope, folded or ftrace, whatever the ending')
    .addHelpText(
      'after',
      examples(
        'run standard',
        'run standard --requests 2000 --out /tmp/quick',
        'run standard --set costs.context_switch=1.5us --set ring.event_idx=false',
        'run my-suite.yaml --profile my-machine.yaml --seed 7',
        'run sweep-10k --jobs 4 --trial-timeout 60s',
        'run sweep-10k --engine redis://10.0.0.5:6379',
        'run quick --uncertainty 100',
        'run quick --trace quick.json --trace-trial vhe/vhost',
      ),
    )
    .action(async (suite: string, options: RunOptions) => {
      const { runSuite } = await import('./run-suite.ts');
      await runSuite(suite, options);
    });
};
