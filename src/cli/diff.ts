import { asking, type QuestionOptions } from './explain.ts';
import { examples, type Verb } from './verb.ts';

export interface DiffOptions extends QuestionOptions {
  readonly requests: string;
  readonly format: string;
  readonly out?: string;
}

export const contrastFormats = ['text', 'json', 'html', 'svg'] as const;

/** `vhost-lab diff`: where exactly the time goes that one system takes more than another. */
export const diff: Verb = (program) => {
  asking(program.command('diff'))
    .summary('say where exactly two systems differ')
    .description(
      'Runs the same trial on two systems and puts every request\'s latency, and every core\'s time, down to what it went to: a waterfall from the mean latency of the first to that of the second, by group of costs and by phase, the same for CPU time per request, and differential flame graphs (html). The parts sum to the difference exactly.',
    )
    .argument('[system]', 'a system: hypervisor/backend (vhost-lab list systems)')
    .argument('[other]', 'the system to compare it with')
    .option('--requests <n>', 'requests that are measured', '1000')
    .option('--format <format>', contrastFormats.join(', '), 'text')
    .option('--out <file>', 'write into a file')
    .addHelpText(
      'after',
      examples(
        'diff vhe/vhost static-partition/user-thread',
        'diff nvhe/vhost vhe/vhost --set workload.iodepth=32',
        'diff vhe/user-thread vhe/vhost --suite standard --device net',
        'diff vhe/user-thread vhe/vhost --device net --format html --out diff.html',
      ),
    )
    .action(async (system: string | undefined, other: string | undefined, options: DiffOptions) => {
      const { printContrast } = await import('./print-contrast.ts');
      await printContrast(system, other, options);
    });
};
