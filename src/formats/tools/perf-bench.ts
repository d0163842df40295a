import { quoted } from '../../experiment/quoted.ts';
import { rounded, type Finding, type Tool } from './tool.ts';

/** What each benchmark does, as an operation of the workload os. */
const operations: Readonly<Record<string, string>> = { 'syscall/basic': 'syscall', 'sched/pipe': 'pipe_processes' };

/** `perf bench syscall basic` and `perf bench sched pipe`, one or several after another: where they ran is the user's to say. */
export const perfBench: Tool = {
  title: 'perf bench',
  recognises: (text) => /^# Running '?[a-z]+\/[a-z-]+'? benchmark:/m.test(text),
  read({ lines, fail }) {
    const findings: Finding[] = [];
    const notes: string[] = [];
    let open: { readonly name: string; readonly line: number; usecs?: number } | null = null;
    const close = (): void => {
      if (open === null) return;
      const { name, line, usecs } = open;
      open = null;
      if (!Object.hasOwn(operations, name)) return void notes.push(`${name}: no operation of the workload os (those are ${Object.keys(operations).join(' and ')})`);
      const us = usecs ?? fail(line, `${name} has no line of usecs/op (cut off?)`);
      findings.push({ id: name.replace('/', '_'), workload: 'os', set: { 'workload.operation': operations[name] }, metric: 'latency.mean', value: rounded(1000 * us), unit: 'ns' });
    };
    lines.forEach((line, i) => {
      const begun = /^# Running '?([a-z]+\/[a-z-]+)'? benchmark:\s*$/.exec(line);
      if (begun !== null) {
        close();
        open = { name: begun[1], line: i + 1 };
        return;
      }
      if (/^\s*$|^# Executed|^ *Total time:|^# \d+ |^\s*[\d,.]+ (ops\/sec|usecs\/op)\s*$/.test(line) === false) fail(i + 1, `${quoted(line)} is no line of perf bench`);
      const usecs = /^\s*([\d.]+) usecs\/op\s*$/.exec(line);
      if (usecs !== null && open !== null) open.usecs = Number(usecs[1]);
      const perSecond = /^\s*(\d+) ops\/sec\s*$/.exec(line);
      if (perSecond !== null && open?.usecs !== undefined && Math.abs((open.usecs * Number(perSecond[1])) / 1e6 - 1) > 0.01) fail(i + 1, `${perSecond[1]} ops/sec do not fit ${open.usecs} usecs/op`);
    });
    const last = lines.findLastIndex((line) => line.trim() !== '');
    if (open !== null && !/ops\/sec\s*$/.test(lines[last] ?? '')) fail(last + 1, 'it ends before the line of ops/sec (cut off?)');
    close();
    return { title: 'perf bench', findings, notes };
  },
};
