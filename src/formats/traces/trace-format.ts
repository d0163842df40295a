import type { TraceExtent, TraceListener } from '../../experiment/trace-window.ts';
import type { TrialSpec } from '../../experiment/spec.ts';

/** Takes a piece of the file; parts stand one after another in it, and each grows by itself. */
export type Out = (text: string, part: number) => void;

/** Writes a trace while it is told. */
export interface TraceWriter extends TraceListener {
  /** Writes what is left; `note` says what the trace holds. */
  end(extent: TraceExtent, note: string): void;
}

/** A format of traces: one file, and a line in the registry. */
export interface TraceFormat {
  readonly title: string;
  /** How its files end. */
  readonly endings: readonly string[];
  /** It stays small whatever is traced, and so holds all that was measured. */
  readonly sumsUp: boolean;
  open(spec: TrialSpec, out: Out): TraceWriter;
}

/** What a trace holds, as a sentence for the file and the terminal. */
export function noteOf({ requests, traced, every, cut }: TraceExtent, block: number): string {
  const which = every === 1 ? (traced === requests ? `all ${requests} measured requests` : `${traced} of ${requests} measured requests`) : `${traced} of ${requests} measured requests: ${block} of every ${every * block}, to keep the file small`;
  return cut ? `${which}; cut off there, because it had grown too large` : which;
}
