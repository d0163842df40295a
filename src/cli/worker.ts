import { examples, type Verb } from './verb.ts';
import { workerOptions, type WorkerOptions } from './worker-options.ts';

export interface RemoteOptions extends WorkerOptions {
  readonly engine: string;
}

/** `vhost-lab worker`: runs trials for others. */
export const worker: Verb = (program) => {
  const command = program
    .command('worker')
    .summary('run trials of suites that others started')
    .description('Takes trials from a Redis and runs them, until Ctrl-C; those of vhost-lab run with the same --engine, on whichever machine. Any number of workers may come and go: the trials of one that dies are run by another. A worker takes trials only of the very model that it has.')
    .requiredOption('--engine <address>', 'the Redis, redis://HOST:PORT');
  workerOptions(command)
    .addHelpText('after', examples('worker --engine redis://10.0.0.5:6379', 'worker --engine redis://10.0.0.5:6379 --jobs 4 --trial-timeout 60s'))
    .action(async (options: RemoteOptions) => {
      const { serve } = await import('./serve.ts');
      await serve(options);
    });
};
