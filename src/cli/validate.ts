import { Option } from 'commander';
import { examples, type Verb } from './verb.ts';

/** How a validation can be shown. */
export const validationFormats = ['table', 'json', 'html', 'markdown'] as const;

/** What `validate` was asked for, as typed. */
export interface ValidateOptions {
  readonly format: (typeof validationFormats)[number];
  readonly maxError?: string;
  readonly draws: string;
  readonly out?: string;
}

/** `vhost-lab validate`: how well the lab predicts what was measured. */
export const validate: Verb = (program) => {
  program
    .command('validate')
    .summary('compare predictions with what was measured')
    .description(
      [
        'Runs the experiment of every measurement and prints what the lab predicts, its 95 % band, what was measured and the error; then how well each group was met, beside a null model that copies the nearest known number.',
        'The band comes from profiles whose prices are drawn around their values with their sd, the same luck for all (common random numbers): 1.96 standard deviations each way. `fit` marks numbers that prices were solved from; only `validation` is a test.',
        'Exit code: 0, or 1 where --max-error is exceeded by a number, or missed by a range; what is only from memory (unverified) never counts.',
      ].join('\n\n'),
    )
    .argument('[measurements...]', 'files of measurements: names of lab/measurements or YAML files; all of the lab where none is given')
    .addOption(new Option('--format <format>', 'how to print it').choices(validationFormats).default('table'))
    .option('--max-error <pct>', 'largest error in percent that is no failure')
    .option('--draws <n>', 'profiles drawn for the bands; 0 for none', '24')
    .option('--out <file>', 'write it to this file')
    .addHelpText('after', examples('validate', 'validate kvm-unit-tests --max-error 20', 'validate my-board.yaml --format json', 'validate --format html --out accuracy.html'))
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { printValidation } = await import('./print-validation.ts');
      await printValidation(files, options);
    });
};
