import { choice, examples, type Verb } from './verb.ts';

/** What can be listed. */
export const listings = ['systems', 'backends', 'hypervisors', 'devices', 'workloads', 'profiles', 'policies', 'suites', 'measurements', 'parameters', 'costs'] as const;
export type Listing = (typeof listings)[number];

/** `vhost-lab list`: what there is to choose from. */
export const list: Verb = (program) => {
  program
    .command('list')
    .summary('list what there is to choose from')
    .description('Prints one line for each thing of a kind; parameters (what --set takes) with default and values, costs with unit, value and source.')
    .addArgument(choice('kind', 'what to list', listings))
    .option('--profile <profile>', 'costs of this profile: a name or a YAML file', 'neoverse-n1')
    .addHelpText('after', examples('list systems', 'list costs', 'list costs --profile m400', 'list parameters', 'list suites'))
    .action(async (kind: Listing, options: { readonly profile: string }) => {
      const { printList } = await import('./print-list.ts');
      await printList(kind, options.profile);
    });
};
