import { formatOption, type RowOptions } from './query.ts';
import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';

/** `vhost-lab runs`: what was run into the store. */
export const runs: Verb = (program) => {
  program
    .command('runs')
    .summary('list the runs in the store')
    .description('Prints one line for each run, the last one first: its suite, when it began, whether it is done, how many trials it has, how many of them were known and how many it computed, and the version of the model.')
    .addOption(storeOption())
    .addOption(formatOption())
    .addHelpText('after', examples('runs', 'runs --format json'))
    .action(async (options: RowOptions) => {
      const { printRuns } = await import('./print-runs.ts');
      await printRuns(options);
    });
};
