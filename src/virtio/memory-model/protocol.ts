import { fence, type Direction, type Fence, type Layout, type Suppression } from './layout.ts';
import { packedModel } from './packed-model.ts';
import { constant, from, type Line } from './program.ts';
import { splitModel } from './split-model.ts';
import { makeSystem, type System, type SystemParts } from './system.ts';

export const layouts = { split: splitModel, packed: packedModel } as const satisfies Record<string, (direction: Direction, suppression: Suppression, size?: number) => Layout>;
export type LayoutId = keyof typeof layouts;

/** Which queue, which notification, how suppressed. */
export interface Protocol {
  readonly layout: LayoutId;
  readonly suppression: Suppression;
  readonly direction: Direction;
}

/** The barriers of the protocol and whether the consumer looks again before it sleeps. */
export interface Barriers {
  /** Between an entry and its publication. */
  readonly write: Fence;
  /** Between publication and the test of the peer's wish. */
  readonly publisherFull: Fence;
  /** Between seeing an entry published and loading it; `acquire` sees it by an acquire load instead. */
  readonly read: Fence | 'acquire';
  /** Between asking for notifications and looking again. */
  readonly consumerFull: Fence;
  readonly recheck: boolean;
}

export type BarrierId = Exclude<keyof Barriers, 'recheck'>;

/** What the standard demands, in the instructions that Linux uses for it on Armv8. */
export const standard: Barriers = { write: 'dmb ishst', publisherFull: 'dmb ish', read: 'dmb ishld', consumerFull: 'dmb ish', recheck: true };

/** Who publishes and who consumes. */
export const sides = { kick: ['driver', 'device'], call: ['device', 'driver'] } as const satisfies Record<Direction, readonly [string, string]>;

/** One side publishes entries in batches and tests for a notification after each; the other drains, asks, looks again and sleeps. */
export function protocolSystem({ layout, suppression, direction }: Protocol, barriers: Barriers, batches: readonly number[], limits: Pick<SystemParts, 'window' | 'everyGuess'> = {}): System {
  const queue = layouts[layout](direction, suppression);
  const [publisher, consumer] = sides[direction];
  const total = batches.reduce((sum, batch) => sum + batch, 0);
  return makeSystem({
    threads: { [publisher]: publish(queue, direction, barriers, batches), [consumer]: consume(queue, direction, barriers, total) },
    memory: queue.memory,
    ...limits,
  });
}

function publish(queue: Layout, direction: Direction, { write, publisherFull }: Barriers, batches: readonly number[]): readonly Line[] {
  let now = queue.first;
  return batches.flatMap((batch) => {
    const old = now;
    now += batch;
    const quiet = `quiet ${now}`;
    return [
      ...queue.publish(Array.from({ length: batch }, (_, i) => old + i), write),
      ...fence(publisherFull),
      ...queue.test(old, now, quiet),
      { op: 'signal', signal: direction, role: direction },
      { op: 'label', name: quiet },
    ] satisfies readonly Line[];
  });
}

/** It starts awake, with notifications disabled and nothing left from before; it ends when it has taken all. */
function consume(queue: Layout, direction: Direction, { read, consumerFull, recheck }: Barriers, total: number): readonly Line[] {
  const acquire = read === 'acquire';
  return [
    { op: 'set', into: 'last', value: constant(queue.first) },
    { op: 'set', into: 'taken', value: constant(0) },
    { op: 'jump', to: 'drain' },
    { op: 'label', name: 'awake' },
    ...queue.disable,
    { op: 'label', name: 'drain' },
    ...queue.look('look', 'empty', acquire),
    ...fence(acquire ? 'none' : read),
    ...queue.take,
    { op: 'set', into: 'taken', value: from(['taken'], (taken) => taken + 1) },
    { op: 'branch', when: from(['taken'], (taken) => (taken === total ? 1 : 0)), to: 'done' },
    { op: 'jump', to: 'drain' },
    { op: 'label', name: 'empty' },
    ...queue.enable,
    ...fence(consumerFull),
    ...(recheck ? [...queue.look('re-check', 'sleep', acquire), { op: 'jump', to: 'awake' } satisfies Line] : []),
    { op: 'label', name: 'sleep' },
    { op: 'sleep', signal: direction, role: 'sleep', means: (_, value) => `${total - value('taken')} of ${total} published and not taken` },
    { op: 'jump', to: 'awake' },
    { op: 'label', name: 'done' },
  ];
}
