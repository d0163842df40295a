import type { Core } from '../machine/core.ts';
import type { RequestStage } from '../machine/observer.ts';
import type { HandOverTold, Life, Recording, SpanTold, StepTold } from './recording.ts';
import { Walk } from './walk-back.ts';

/** What a request waits for just then. */
export type PieceKind =
  /** A core works for it. */
  | 'work'
  /** An interrupt is on its way to a core, or the device has the request. */
  | 'flight' | 'device'
  /** Whoever is to go on waits for a core, or its core is busy with something else first. */
  | 'run queue' | 'busy core'
  /** Whoever is to go on waits for something that is done for others: their device, their timer. */
  | 'behind others';

/** A piece of a request's latency. The pieces of a request follow one another without gap from its start to its end. */
export interface Piece {
  /** The steps of the request's life between which it lies. */
  readonly from: RequestStage;
  readonly until: RequestStage;
  readonly kind: PieceKind;
  /** What the core did; of `work` that is whole, the piece is as long as this. */
  readonly span: SpanTold | null;
  /** Where it happens, or where an interrupt goes to; null for the device. */
  readonly core: Core | null;
  /** What led to it: an interrupt that was sent or taken, a signal, a wake-up. */
  readonly cause: HandOverTold | null;
  readonly fromPs: number;
  readonly toPs: number;
}

/** The steps between which a latency is divided. */
const milestones: readonly RequestStage[] = ['started', 'published', 'taken', 'submitted', 'finished', 'arrived', 'used', 'completed', 'collected'];

/**
 * What a request waited for from its start to its end, followed backwards from each step of its life to the one before:
 * through what a core did, to what woke it, to whoever sent that. The pieces sum to the latency, whatever is found.
 */
export function criticalPath(recording: Recording, life: Life): readonly Piece[] {
  const stages = stagesOf(life);
  return stages.slice(1).flatMap((until, i) => new Walk(recording, stages[i], until).pieces());
}

/** A packet's own buffer comes back when it likes: only its answer counts. What began before a task could take it up waited in the guest. */
function stagesOf({ steps, startPs }: Life): readonly StepTold[] {
  const sends = steps.some(({ what, queue }) => what === 'arrived' || queue === 'transmit');
  const kept = steps
    .filter(({ what, queue }) => milestones.includes(what) && !(sends && (what === 'finished' || (what === 'used' && queue === 'transmit'))))
    .map((step) => (step.what === 'started' ? { ...step, atPs: startPs } : step));
  // An expiry of a timer begins without anybody who begins it.
  return kept[0]?.what === 'started' ? kept : [{ ...steps[0], what: 'started', atPs: startPs, by: null, seq: -1 }, ...kept];
}
