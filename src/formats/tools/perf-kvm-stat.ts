import { quoted } from '../../experiment/quoted.ts';
import { countFindings, type Tool } from './tool.ts';

const row = /^ *(\S+) +(\d+) +([\d.]+)% +([\d.]+)% +[\d.]+us +[\d.]+us +([\d.]+)us *\( *\+- *(?:[\d.]+|-?nan)%? *\) *$/;

/** Reasons of an exit by WFI: Arm's and x86's. */
const waits: readonly string[] = ['WFx', 'WFX', 'HLT', 'hlt'];

/** `perf kvm stat report`: how often a guest exited, by reason. */
export const perfKvmStat: Tool = {
  title: 'perf kvm stat report',
  recognises: (text) => /^ *VM-EXIT +Samples +Samples% +Time%/m.test(text),
  read({ lines, fail }, options) {
    const head = lines.findIndex((line) => /^ *VM-EXIT +Samples/.test(line));
    const counts = new Map<string, number>();
    const notes: string[] = [];
    let total: number | null = null;
    lines.forEach((line, i) => {
      if (i <= head || line.trim() === '' || total !== null) return;
      if (/^unknown kvm exit code/.test(line)) return void notes.push(line.trim());
      const sum = /^Total Samples:(\d+), Total events handled time:[\d.]+us\.\s*$/.exec(line);
      if (sum !== null) {
        total = Number(sum[1]);
        const counted = [...counts.values()].reduce((a, b) => a + b, 0);
        if (total !== counted) fail(i + 1, `the rows have ${counted} samples, and not ${total} (lines are missing?)`);
        return;
      }
      const [, reason, samples] = row.exec(line) ?? fail(i + 1, `${quoted(line)} is no row of the table (cut off?)`);
      counts.set(reason, (counts.get(reason) ?? 0) + Number(samples));
    });
    const exits = total ?? fail(lines.length, 'it ends before the line of Total Samples (cut off?)');
    for (const [reason, count] of counts) if (!waits.includes(reason)) notes.push(`${reason}: ${count} of ${exits} exits; a reason is no metric here`);
    const waited = waits.reduce((sum, reason) => sum + (counts.get(reason) ?? 0), 0);
    return { title: 'perf kvm stat report', findings: countFindings({ exits, wfi_exits: waited }, options), notes };
  },
};
