import { quoted } from '../../experiment/quoted.ts';
import { rounded, type Finding, type Tool } from './tool.ts';

/** Lines of lat_syscall and lat_pipe, as operations of the workload os; null where the model has none. */
const lines: Readonly<Record<string, string | null>> = {
  'Simple syscall': 'syscall', 'Null syscall': 'syscall', 'Pipe latency': 'pipe_processes',
  'Simple read': null, 'Simple write': null, 'Simple stat': null, 'Simple fstat': null, 'Simple open/close': null,
};

/** lmbench: lat_syscall, lat_pipe, and lat_ctx, whose overhead of the pipes is taken off already. */
export const lmbench: Tool = {
  title: 'lmbench lat_syscall, lat_ctx, lat_pipe',
  recognises: (text) => /^(Simple \S+|Null syscall|Pipe latency): [\d.]+ microseconds/m.test(text) || /^"size=\d+k ovr=/m.test(text),
  read({ lines: all, fail }) {
    const findings: Finding[] = [];
    const notes: string[] = [];
    let size: number | null = null;
    const add = (id: string, operation: string, us: number): void => void findings.push({ id, workload: 'os', set: { 'workload.operation': operation }, metric: 'latency.mean', value: rounded(1000 * us), unit: 'ns' });
    all.forEach((line, i) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const simple = /^([A-Z][\w/ ]*): ([\d.]+) microseconds\s*$/.exec(line);
      if (simple !== null) {
        const operation = Object.hasOwn(lines, simple[1]) ? lines[simple[1]] : undefined;
        if (operation === undefined || operation === null) notes.push(`${simple[1]}: no operation of the workload os`);
        else add(simple[1].toLowerCase().replace(/\W+/g, '_'), operation, Number(simple[2]));
        return;
      }
      const context = /^"size=(\d+)k ovr=[\d.]+\s*$/.exec(line);
      if (context !== null) {
        size = Number(context[1]);
        return;
      }
      const switched = /^(\d+) ([\d.]+)\s*$/.exec(line);
      if (switched === null || size === null) return fail(i + 1, `${quoted(line)} is no line of lmbench (cut off?)`);
      const [, processes, us] = switched;
      if (Number(processes) === 2 && size === 0) add('lat_ctx', 'switch_processes', Number(us));
      else notes.push(`lat_ctx of ${processes} processes with ${size}k each: caches are not modelled`);
    });
    if (findings.length + notes.length === 0) fail(all.length, 'it ends before a number (cut off?)');
    return { title: 'lmbench', findings, notes };
  },
};
