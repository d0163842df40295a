import { Option } from 'commander';
import type { ToolRun } from './load-tool.ts';
import { toolRunOptions } from './tool-run-options.ts';
import { examples, type Verb } from './verb.ts';

/** What `calibrate` was asked for, as typed. */
export interface CalibrateOptions extends ToolRun {
  readonly profile: string;
  readonly measurements?: readonly string[];
  readonly from?: readonly string[];
  readonly suggest?: string;
  readonly catalogue?: readonly string[];
  readonly most: string;
  readonly out?: string;
  readonly format: 'table' | 'json';
}

/** `vhost-lab calibrate`: a profile's prices fitted to measurements. */
export const calibrate: Verb = (program) => {
  const command = program
    .command('calibrate')
    .summary('fit a profile to measurements')
    .description(
      [
        'Fits the prices of a profile to what was measured and prints what each number was and is, which prices the data determine and which stay where they were, and which cannot be told apart.',
        'The fit is the maximum a posteriori: the profile\'s prices are log-normal priors with their sd, a measurement is as sure as its tolerance, at least 1 %. Numbers marked fit are fitted to, or all where none is; the others are predicted, as a check. `left out` is what is predicted of a number from all the others.',
        'With --from it reads the output of tools, as import does: each is recognised by its content, and its numbers are fitted to (percentiles are only checked). What a tool cannot know is yours to say (--system and so on) and holds for all these files; of several experiments make measurements with import, one by one.',
        'With --suggest it names the measurements that would make the answers of a suite surest, out of a catalogue of those that common tools can make: each with the command, the standard deviation that it leaves of the winner\'s lead, and the probability that the winner is right. From what is fitted to, where that is given; else from the profile as it is.',
      ].join('\n\n'),
    )
    .requiredOption('--profile <profile>', 'whose prices are the priors: a name or a YAML file')
    .option('--measurements <file...>', 'files of measurements; whichever profile they name')
    .option('--from <file...>', 'what tools printed: kvm-unit-tests, perf bench, lmbench, perf kvm stat, fio json, kvm traces');
  toolRunOptions(command)
    .option('--suggest <suite>', 'also say which measurements would make this suite\'s answers surest')
    .option('--catalogue <file...>', 'measurements that can be made: names of lab/catalogue or YAML files; all of the lab where none is given')
    .option('--most <n>', 'measurements to suggest, at most', '5')
    .option('--out <file>', 'write the fitted profile to this YAML file')
    .addOption(new Option('--format <format>', 'how to print the fit').choices(['table', 'json']).default('table'))
    .addHelpText('after', examples('calibrate --profile neoverse-n1 --measurements kut-kunpeng', 'calibrate --profile n1-four-rows --measurements mine.yaml --out my-board.yaml', 'calibrate --profile neoverse-n1 --from micro-bench.txt --out my-board.yaml', 'calibrate --profile neoverse-n1 --from pipe.txt syscall.txt --set workload.of=host', 'calibrate --profile neoverse-n1 --suggest standard'))
    .action(async (options: CalibrateOptions) => {
      const { printCalibration } = await import('./print-calibration.ts');
      await printCalibration(options);
    });
};
