import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';

/** `vhost-lab merge`: brings stores together. */
export const merge: Verb = (program) => {
  program
    .command('merge')
    .summary('bring the results of several stores into one')
    .description('Copies trials, profiles and runs of stores into another store, which is made where there is none; the others are left as they are. Trials that are there already are not copied again. Where a trial has another result in one store than in another nothing is merged.')
    .argument('<store...>', 'stores to copy from, e.g. the parts that vhost-lab shard made')
    .addOption(storeOption())
    .addHelpText('after', examples('merge reports/sweep-10k-*-of-8.duckdb', 'merge laptop.duckdb server.duckdb --store both.duckdb'))
    .action(async (parts: readonly string[], { store }: { readonly store: string }) => {
      const { mergeStores } = await import('../store/merge.ts');
      const { trials, runs } = await mergeStores(store, parts);
      process.stdout.write(`${trials} trials and ${runs} runs are new in ${store}\n`);
    });
};
