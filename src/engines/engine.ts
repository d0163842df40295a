import type { TrialSpec } from '../experiment/spec.ts';
import type { Outcome } from './outcome.ts';

/** A trial that is to be run; `key` is how its outcome is known, whoever runs it and whenever it comes. */
export interface Task {
  readonly key: string;
  readonly spec: TrialSpec;
}

/** What runs trials: threads of this process, or workers anywhere behind a queue. */
export interface Engine {
  /** Trials that run at one time, as far as is known. */
  readonly width: number;
  /** Whether trials run on this machine, so that what some of them take tells what the others will. */
  readonly here: boolean;
  /** Runs every task and tells each outcome once, in any order; resolves when all are told, or at once when the signal is aborted. */
  run(tasks: readonly Task[], tell: (key: string, outcome: Outcome) => void, signal?: AbortSignal): Promise<void>;
  /** These outcomes are safe with whoever was told them: what still holds them may let them go. */
  kept(keys: readonly string[]): void;
  /** Hands out nothing more until `resume`; what has begun is finished. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** What every trial is held to; `Infinity` for no limit. */
export interface Limits {
  readonly timeoutMs: number;
  /** Memory of the worker that it runs on, in MiB. */
  readonly memoryMiB: number;
}
