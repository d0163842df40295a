import { Option } from 'commander';
import { examples, type Verb } from './verb.ts';

/** What `calibrate` was asked for, as typed. */
export interface CalibrateOptions {
  readonly profile: string;
  readonly measurements: readonly string[];
  readonly out?: string;
  readonly format: 'table' | 'json';
}

/** `vhost-lab calibrate`: a profile's prices fitted to measurements. */
export const calibrate: Verb = (program) => {
  program
    .command('calibrate')
    .summary('fit a profile to measurements')
    .description(
      [
        'Fits the prices of a profile to what was measured and prints what each number was and is, which prices the data determine and which stay where they were, and which cannot be told apart.',
        'The fit is the maximum a posteriori: the profile\'s prices are log-normal priors with their sd, a measurement is as sure as its tolerance, at least 1 %. Numbers marked fit are fitted to, or all where none is; the others are predicted, as a check. `left out` is what is predicted of a number from all the others.',
      ].join('\n\n'),
    )
    .requiredOption('--profile <profile>', 'whose prices are the priors: a name or a YAML file')
    .requiredOption('--measurements <file...>', 'files of measurements; whichever profile they name')
    .option('--out <file>', 'write the fitted profile to this YAML file')
    .addOption(new Option('--format <format>', 'how to print the fit').choices(['table', 'json']).default('table'))
    .addHelpText('after', examples('calibrate --profile neoverse-n1 --measurements kut-kunpeng', 'calibrate --profile n1-four-rows --measurements mine.yaml --out my-board.yaml'))
    .action(async (options: CalibrateOptions) => {
      const { printCalibration } = await import('./print-calibration.ts');
      printCalibration(options);
    });
};
