import { Option } from 'commander';
import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';

export const exportFormats = ['csv', 'parquet', 'json', 'fio-json'] as const;

export interface ExportOptions {
  readonly store: string;
  readonly format: (typeof exportFormats)[number];
  readonly run?: string;
  readonly out?: string;
}

/** `vhost-lab export`: a run for other programs. */
export const exportRun: Verb = (program) => {
  program
    .command('export')
    .summary('write a run of the store for other programs')
    .description(
      [
        'Writes the trials of a run: csv and parquet with a row for each and a column for each metric, json as the results file of the run, fio-json in the shape of fio\'s own JSON, for scripts that read that.',
        'In fio-json a job is a trial; clat_ns is counted from submission on as lat_ns is, and a percentile is named by its number as fio does it.',
      ].join('\n\n'),
    )
    .addOption(new Option('--format <format>', 'what to write').choices(exportFormats).makeOptionMandatory())
    .option('--run <n>', 'which run (vhost-lab runs lists them); default: the last that is done')
    .option('--out <file>', 'the file; standard output where none is named (never parquet)')
    .addOption(storeOption())
    .addHelpText('after', examples('export --format csv > last.csv', 'export --run 3 --format parquet --out run3.parquet', 'export --format fio-json --out fio.json'))
    .action(async (options: ExportOptions) => {
      const { writeExport } = await import('./write-export.ts');
      await writeExport(options);
    });
};
