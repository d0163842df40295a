import { asking, type QuestionOptions } from './explain.ts';
import { examples, type Verb } from './verb.ts';

export interface ExitsOptions extends QuestionOptions {
  readonly requests: string;
}

/** `vhost-lab exits`: why guests exit and for how long. A verb by itself, as its model is one: what it prints can be laid beside, or read as, that tool's. */
export const exits: Verb = (program) => {
  asking(program.command('exits'))
    .summary('count why guests exit, and for how long')
    .description(
      'Runs a trial on each system and prints its exits as `perf kvm stat report` does: by the name of Arm\'s exception class, with samples, shares, least, greatest and mean time. A time is from the trapped instruction to the return into the guest, waiting included.',
    )
    .argument('[system...]', 'systems: hypervisor/backend (vhost-lab list systems)')
    .option('--requests <n>', 'requests that are measured', '1000')
    .addHelpText('after', examples('exits vhe/vhost', 'exits vhe/user-thread "vhe/user-thread[io=vcpu]" --policy shipping-2026', 'exits nvhe/vhost --device net --set workload.sessions=8'))
    .action(async (systems: readonly string[], options: ExitsOptions) => {
      const { printExits } = await import('./print-exits.ts');
      printExits(systems, options);
    });
};
