import { measureOptions } from './measure-options.ts';
import type { MeasureOptions } from './run.ts';
import { collect, examples, type Verb } from './verb.ts';

export interface BreakEvenOptions extends MeasureOptions {
  readonly vary: readonly string[];
  readonly metric: string;
  readonly suite: string;
  readonly points: string;
  readonly json?: boolean;
  readonly html?: string;
}

/** `vhost-lab break-even`: where the winner of two systems changes. */
export const breakEven: Verb = (program) => {
  const command = program
    .command('break-even')
    .summary('find where the winner of two systems changes')
    .description(
      'Varies a cost or parameter between two values and finds where the better of two systems changes, with the interval in which they cannot be told apart (95 %, the same requests for both). Two --vary give the frontier and a map of who wins by how much. Then one paragraph, computed, says what decides.',
    )
    .argument('<a>', 'a system: hypervisor/backend (vhost-lab list systems)')
    .argument('<b>', 'the system to compare it with')
    .option('--vary <range>', 'KEY=FROM..TO, keys as for --set; once, or twice for a plane', collect)
    .option('--metric <metric>', 'number of the results that decides', 'latency_us.mean')
    .option('--suite <suite>', 'device, workload, profile and the rest come from this suite', 'quick')
    .option('--points <n>', 'values of each range that are looked at first', '9');
  measureOptions(command)
    .option('--json', 'print everything as JSON')
    .option('--html <file>', 'write a page with charts')
    .addHelpText(
      'after',
      examples(
        'break-even vhe/vhost vhe/user-thread[io=vcpu] --vary costs.context_switch=0..20us',
        'break-even vhe/vhost vhe/user-thread[io=vcpu] --vary workload.iodepth=1..64',
        'break-even xen/vhost vhe/vhost --vary costs.smp_mb=0..1us --vary device.channels=1..8',
      ),
    )
    .action(async (system: string, other: string, options: BreakEvenOptions) => {
      const { printBreakEven } = await import('./print-break-even.ts');
      await printBreakEven(system, other, options);
    });
};
