import { measureOptions } from './measure-options.ts';
import type { MeasureOptions } from './run.ts';
import { examples, type Verb } from './verb.ts';
import { workerOptions, type WorkerOptions } from './worker-options.ts';

export interface ShardOptions extends MeasureOptions, WorkerOptions {
  readonly store?: string;
  readonly slurm?: true;
}

/** `vhost-lab shard`: one part of a suite, for machines that share nothing but a file system. */
export const shard: Verb = (program) => {
  const command = program
    .command('shard')
    .summary('run one part of a suite into a store of its own')
    .description('Runs the i-th of n parts of a suite and keeps its results in a store of its own, NAME-i-of-n.duckdb: for Slurm arrays, GNU parallel and machines that know nothing of each other. Each part takes every n-th trial. vhost-lab merge brings the parts together, and vhost-lab run then writes the report without running anything anew.')
    .argument('<part>', 'i/n: the i-th of n parts; with --slurm the number of parts alone')
    .argument('<suite>', 'a suite of the lab (vhost-lab list suites) or a YAML file')
    .option('--slurm', 'run nothing, and print the script of a Slurm array that runs every part');
  workerOptions(measureOptions(command))
    .option('--store <file>', 'where its results are kept (default: reports/NAME-i-of-n.duckdb)')
    .addHelpText('after', examples('shard 3/8 sweep-10k', 'shard 100 sweep-10k --slurm --jobs 4 > array.sh'))
    .action(async (part: string, suite: string, options: ShardOptions) => {
      const { runShard } = await import('./run-shard.ts');
      await runShard(part, suite, options);
    });
};
