import { quoted } from '../../experiment/quoted.ts';
import { besidesEvents, lostEvents, traceLine } from '../kernel-trace-line.ts';
import { countFindings, type Tool } from './tool.ts';

/** What is counted, by the name of the event. */
const metrics: Readonly<Record<string, string>> = { kvm_exit: 'exits', kvm_userspace_exit: 'user_exits', sched_switch: 'context_switches', sched_wakeup: 'wakeups' };

/** kvm, sched and irq events as text: cat /sys/kernel/tracing/trace, or trace-cmd report. */
export const ftrace: Tool = {
  title: 'kernel trace (ftrace, trace-cmd report)',
  recognises: (text) => /^ *\S.*-\d+ +(?:\([ \d-]+\) +)?\[\d+\] .*\d+\.\d+: +kvm_(exit|entry):/m.test(text),
  read({ lines, fail }, options) {
    const counts: Record<string, number> = { exits: 0, wfi_exits: 0 };
    const seen = new Set<string>();
    const notes: string[] = [];
    lines.forEach((line, i) => {
      if (besidesEvents(line)) return;
      if (lostEvents.test(line)) return fail(i + 1, 'the tracer lost events here: counts would be wrong (a larger buffer, or fewer events)');
      const { name, fields } = traceLine(line) ?? fail(i + 1, `${quoted(line)} is no event (cut off?)`);
      seen.add(name);
      if (Object.hasOwn(metrics, name)) counts[metrics[name]] = (counts[metrics[name]] ?? 0) + 1;
      if (name === 'kvm_exit' && /\((WFx|WFX)\)|\b(HLT|hlt)\b/.test(fields)) counts['wfi_exits']++;
    });
    if (lines.at(-1) !== '') fail(lines.length, 'it ends in the middle of a line (cut off?)');
    if (counts['exits'] === 0) fail(lines.length, 'it has no kvm_exit (trace the kvm events of the host)');
    // An exit that never reached the VMM is 0 of them, if somebody looked: kvm_mmio belongs to the same events.
    if (seen.has('kvm_mmio') && counts['user_exits'] === undefined) counts['user_exits'] = 0;
    for (const name of Object.keys(metrics)) if (!seen.has(name)) notes.push(`${name} was not traced, or never happened`);
    return { title: `kernel trace of ${counts['exits']} exits`, findings: countFindings(counts, options), notes };
  },
};
