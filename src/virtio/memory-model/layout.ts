import type { Line } from './program.ts';

/** Who tells whom: a kick is the driver's notification of available buffers, a call the device's of used ones. */
export type Direction = 'kick' | 'call';
export type Suppression = 'flags' | 'event_idx';

/** What a barrier of the protocol is replaced by; 'none' leaves it out. */
export type Fence = 'dmb ish' | 'dmb ishst' | 'dmb ishld' | 'none';

/**
 * How one layout says the few things that a notification protocol is made of. Positions count entries from the start of
 * the ring's first lap; `last` is the consumer's register that holds the position of the next entry to take.
 */
export interface Layout {
  /** The regions of memory as the consumer has left them, with everything before `first` consumed. */
  readonly memory: Readonly<Record<string, readonly number[]>>;
  /** Position of the first entry that is published. It is chosen so that the ring wraps behind it. */
  readonly first: number;
  /** Writes entries, then makes them visible: `write` is the write barrier between the two. */
  readonly publish: (positions: readonly number[], write: Fence) => readonly Line[];
  /** Jumps to `suppressed` unless a notification is due for the entries from `old` up to `now`. */
  readonly test: (old: number, now: number, suppressed: string) => readonly Line[];
  /** Jumps to `empty` when no entry stands at `last`. */
  readonly look: (role: string, empty: string, acquire?: boolean) => readonly Line[];
  /** Loads the entry at `last` and acts on it. */
  readonly take: readonly Line[];
  readonly disable: readonly Line[];
  readonly enable: readonly Line[];
}

/** An entry's payload; what stood there before is `OLD`. */
export const payloadOf = (ordinal: number): number => ordinal + 1;
export const OLD = 0;

export const saysOf = (payload: number, ordinal: number): string => (payload === OLD ? 'not written yet' : payload === payloadOf(ordinal) ? '' : payload > payloadOf(ordinal) ? 'written again already' : 'not written again yet');

/** The barrier's line, if it is there. */
export const fence = (kind: Fence): readonly Line[] => (kind === 'none' ? [] : [{ op: 'barrier', kind }]);
