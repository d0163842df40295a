import type { KernelTrace, TracedEvent } from '../experiment/against/traced-event.ts';
import { SWAPPER } from '../experiment/kernel-event.ts';
import { escaped, quoted } from '../experiment/quoted.ts';
import { eventOf } from './kernel-trace-event.ts';
import { besidesEvents, lostEvents, traceLine } from './kernel-trace-line.ts';
import type { TraceLine } from './kernel-trace-line.ts';

/** Letters that no tracer prints: the file is binary (trace.dat), or was damaged. */
const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

/** A clock's reading in ps stays exact up to 2.5 hours; seconds are counted from the first event. */
const PS_OF_S = 1e12;

interface Read extends TraceLine {
  readonly line: number;
}

/**
 * Reads kvm, sched and irq events as text: /sys/kernel/tracing/trace, trace-cmd report, perf script. What is no event
 * is noted with its line; what is no trace, or comes out of the order of time, is refused with its line.
 */
export function readKernelTrace(text: string, file: string): KernelTrace {
  const fail = (line: number, says: string): never => {
    throw new Error(`${file}:${line}: ${says}`);
  };
  const lines = text.split(/\r?\n/);
  const oddLine = lines.findIndex((line) => odd.test(line));
  if (oddLine >= 0) fail(oddLine + 1, `${quoted(odd.exec(lines[oddLine])?.[0] ?? '')} is no letter of a trace (of trace.dat, use what trace-cmd report prints)`);
  const read: Read[] = [];
  const notes: string[] = [];
  const others: number[] = [];
  lines.forEach((text, i) => {
    if (lostEvents.test(text)) return void notes.push(`line ${i + 1}: the tracer lost events here; what was under way is told apart as far as it was seen`);
    if (besidesEvents(text)) return;
    const line = traceLine(text);
    if (line === null || (i + 1 === lines.length && cutOff(line))) others.push(i);
    else read.push({ ...line, line: i + 1 });
  });
  if (read.length === 0) return fail(1, 'not a kernel trace (task-pid [cpu] seconds: event: fields, as in /sys/kernel/tracing/trace or of trace-cmd report)');
  if (!read.some(({ name }) => name === 'kvm_exit' || name === 'kvm_entry')) fail(read[read.length - 1].line, 'it ends without a kvm_entry or kvm_exit (trace the kvm events of the host: trace-cmd record -e kvm -e sched_switch -e sched_wakeup -e irq)');
  if (others.length > read.length) fail(others[0] + 1, `${quoted(lines[others[0]])} is no event, like ${others.length} of ${lines.length} lines`);
  if (others.length > 0) notes.push(noteOfOthers(others, lines));
  return { ...timed(read, fail), notes };
}

/** A last line without its end may have lost what its event is about. */
const cutOff = ({ name, fields }: TraceLine): boolean => eventOf(name, fields, String).kind !== name;

function noteOfOthers(others: readonly number[], lines: readonly string[]): string {
  const [first] = others;
  const cut = others.length === 1 && first === lines.length - 1;
  return `line ${first + 1}: ${quoted(lines[first])} is ${cut ? 'cut off' : 'no event'}, and left out${others.length === 1 ? '' : `, like ${others.length - 1} more`}`;
}

function timed(read: readonly Read[], fail: (line: number, says: string) => never): Omit<KernelTrace, 'notes'> {
  const counts = read.every(({ stamp }) => !stamp.includes('.'));
  const digits = read.reduce((most, { stamp }) => Math.max(most, stamp.length - 1 - stamp.indexOf('.')), 0);
  const names = namesOf(read);
  const task = (pid: string): string => names.get(pid) ?? `pid-${pid}`;
  const [{ stamp: zero }] = read;
  // Whole seconds apart from their fraction: a double cannot hold days of uptime in ps.
  const part = (stamp: string): readonly [seconds: number, fraction: number] => [Number(stamp.split('.')[0]), Number(`0.${stamp.split('.')[1] ?? 0}`)];
  const [zeroSeconds, zeroFraction] = part(zero);
  const since = (stamp: string): number => {
    const [seconds, fraction] = part(stamp);
    return counts ? seconds - zeroSeconds : (seconds - zeroSeconds) * PS_OF_S + Math.round((fraction - zeroFraction) * PS_OF_S);
  };
  let lastPs = 0;
  const irqs = new Map<string, string>();
  const events = read.map(({ line, cpu, pid, stamp, name, fields }): TracedEvent => {
    const atPs = since(stamp);
    if (atPs < lastPs) fail(line, `${stamp} is before the line above it (the events must be in the order of time: trace-cmd report and the tracer's own file are)`);
    lastPs = atPs;
    // The end of a handler has its number alone.
    const irq = /^irq=(\d+)/.exec(fields)?.[1];
    if (irq !== undefined && name === 'irq_handler_entry') irqs.set(irq, fields);
    const named = irq !== undefined && name === 'irq_handler_exit' ? (irqs.get(irq) ?? fields) : fields;
    return { line, atPs, cpu, task: task(pid), ...eventOf(name, named, task) };
  });
  return { events, tickPs: counts ? null : 10 ** (12 - digits) };
}

/** `comm-pid` of each task, by the first name that the tracer knew. */
function namesOf(read: readonly Read[]): ReadonlyMap<string, string> {
  const names = new Map([['0', SWAPPER]]);
  for (const { comm, pid } of read) if (!names.has(pid) && comm !== '<...>') names.set(pid, `${escaped(comm)}-${pid}`);
  for (const { fields } of read) {
    for (const [, comm, pid] of fields.matchAll(/(?:prev_|next_|^)comm=(.*?) (?:prev_|next_)?pid=(\d+)/g)) if (!names.has(pid)) names.set(pid, `${escaped(comm)}-${pid}`);
    const plugin = /^(.*):(\d+) \[-?\d+\] \S+ ==> (.*):(\d+) \[/.exec(fields);
    if (plugin !== null) for (const [comm, pid] of [[plugin[1], plugin[2]], [plugin[3], plugin[4]]]) if (!names.has(pid)) names.set(pid, `${escaped(comm)}-${pid}`);
  }
  return names;
}
