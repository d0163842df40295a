import { Option } from 'commander';
import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';

/** How rows can be printed. */
export const rowFormats = ['table', 'csv', 'json'] as const;

export interface RowOptions {
  readonly store: string;
  readonly format: (typeof rowFormats)[number];
}

export const formatOption = (): Option => new Option('--format <format>', 'how to print the rows').choices(rowFormats).default('table');

/** `vhost-lab query`: SQL over the store. */
export const query: Verb = (program) => {
  program
    .command('query')
    .summary('ask the store in SQL')
    .description(
      [
        'Answers one statement of DuckDB\'s SQL over all trials that were ever stored: the table trials has a row for each, with its metrics (latency_us_p99, ...), params, histogram and whole result; runs has a row for each run. Without a statement: all tables and columns.',
        'The store is only read, and no other file of the machine is.',
      ].join('\n\n'),
    )
    .argument('[sql]', 'the statement, in quotes')
    .addOption(storeOption())
    .addOption(formatOption())
    .addHelpText('after', examples('query', 'query "SELECT system, min(latency_us_p99) FROM trials GROUP BY ALL ORDER BY 2"', 'query "SELECT params->>\'workload.iodepth\' AS depth, throughput_per_s FROM trials"', 'query "SELECT * FROM runs" --format json'))
    .action(async (sql: string | undefined, options: RowOptions) => {
      const { printQuery } = await import('./print-query.ts');
      await printQuery(sql, options);
    });
};
