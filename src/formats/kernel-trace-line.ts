/** One event as a kernel's tracer prints it. */
export interface TraceLine {
  readonly comm: string;
  readonly pid: string;
  readonly cpu: number;
  /** Seconds with a fraction, or ticks of a clock that counts. */
  readonly stamp: string;
  readonly name: string;
  readonly fields: string;
}

/**
 * `task-pid [cpu] flags seconds: event: fields`, of the kernel's tracer; trace-cmd report may leave out the flags, and
 * perf script has spaces before the number of the task and the name of the subsystem before the event's.
 */
const event = /^ *(\S.*?)(?:-| +)(\d+)(?:\/\d+)? +(?:\([ \d-]+\) +)?\[(\d+)\] +(?:[A-Za-z.#\d]{4,5} +)?(\d+(?:\.\d+)?): +(?:\w+:)?([\w.]+): *(.*)$/;

/** A longer line is of no tracer. */
const LONGEST = 2000;

/** The event that a line is; null where it is none. */
export function traceLine(text: string): TraceLine | null {
  const found = text.length > LONGEST ? null : event.exec(text);
  if (found === null) return null;
  const [, comm, pid, cpu, stamp, name, fields] = found;
  return { comm, pid, cpu: Number(cpu), stamp, name, fields: fields.trimEnd() };
}

/** Where the tracer says that it has left events out. */
export const lostEvents = /^ *CPU:\d+ \[LOST \d+ EVENTS\]|\[\d+ EVENTS DROPPED\]/;

/** What stands between events, or before them, and says nothing of them. */
export const besidesEvents = (line: string): boolean => line.trim() === '' || line.startsWith('#') || /^(cpus|version) *=|^CPU \d+ is empty$|^##### CPU \d+ buffer started ####$/.test(line.trim());
