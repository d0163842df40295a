import type { TracedEvent } from './traced-event.ts';

/** Events that the model has, but not here. */
export interface ExtraRow {
  readonly event: TracedEvent;
  /** The step that comes before; null before the first. */
  readonly after: number | null;
  readonly times: number;
}

/** Events of which the model has none, and after which step most of them come. */
export interface UnknownRow {
  readonly kind: string;
  readonly times: number;
  readonly after: number | null;
}

/** What of a trace is no step of the model's request. */
export interface Unmatched {
  readonly extra: readonly ExtraRow[];
  /** Events that the model has of tasks that are none of its threads, by kind. */
  readonly ofOthers: readonly { readonly kind: string; readonly times: number; readonly tasks: number }[];
  readonly unknown: readonly UnknownRow[];
}

/** Sorts the events that are no step; `isOurs` where one is about a thread of the model. */
export function unmatched(events: readonly TracedEvent[], steps: Int32Array, isOurs: (event: TracedEvent) => boolean): Unmatched {
  const extra = new Map<string, { event: TracedEvent; after: number | null; times: number }>();
  const ofOthers = new Map<string, { kind: string; times: number; tasks: Set<string> }>();
  const unknown = new Map<string, { kind: string; times: number; after: Map<number | null, number> }>();
  let after: number | null = null;
  events.forEach((event, i) => {
    if (steps[i] >= 0) after = steps[i];
    else if (event.what === null) {
      const row = unknown.get(event.kind) ?? { kind: event.kind, times: 0, after: new Map<number | null, number>() };
      unknown.set(event.kind, row);
      row.times++;
      row.after.set(after, (row.after.get(after) ?? 0) + 1);
    } else if (isOurs(event)) {
      const key = JSON.stringify([after, event.task, event.what]);
      const row = extra.get(key) ?? { event, after, times: 0 };
      extra.set(key, row);
      row.times++;
    } else {
      const row = ofOthers.get(event.kind) ?? { kind: event.kind, times: 0, tasks: new Set<string>() };
      ofOthers.set(event.kind, row);
      row.times++;
      row.tasks.add(event.task);
    }
  });
  return {
    extra: [...extra.values()].sort((a, b) => (a.after ?? -1) - (b.after ?? -1) || a.event.line - b.event.line),
    ofOthers: [...ofOthers.values()].map(({ tasks, ...row }) => ({ ...row, tasks: tasks.size })),
    unknown: [...unknown.values()].map((row) => ({ ...row, after: [...row.after].sort(([, a], [, b]) => b - a)[0][0] })).sort((a, b) => b.times - a.times),
  };
}
