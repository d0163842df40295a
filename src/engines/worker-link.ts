import type { FailureKind } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import type { Outcome } from './outcome.ts';

/** A worker somewhere that runs batches of trials in their order. */
export interface WorkerLink {
  post(batch: readonly TrialSpec[]): void;
  end(): Promise<void>;
}

/** What comes from a worker: an outcome for each trial, or its end, after which nothing comes. */
export interface WorkerEvents {
  readonly told: (outcome: Outcome) => void;
  readonly ended: (failed: FailureKind, says: string) => void;
}
