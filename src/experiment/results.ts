import type { ExceptionLevel, Role } from '../machine/step.ts';
import type { Provenance, TrialSpec } from './spec.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Accuracy } from './accuracy.ts';

/** What one trial measured; latencies in us, counts per request. Numbers that a workload has not are null. */
export interface Metrics {
  readonly throughput_per_s: number;
  readonly latency_us: { readonly mean: number; readonly p50: number; readonly p90: number; readonly p99: number; readonly p999: number; readonly p9999: number; readonly max: number };
  readonly cpu_us_per_request: { readonly total: number; readonly guest: number; readonly host: number; readonly hypervisor: number; readonly polling: number; readonly el0: number; readonly el1: number; readonly el2: number };
  readonly per_request: { readonly exits: number; readonly kicks: number; readonly interrupts: number; readonly ipis: number; readonly wakeups: number; readonly syscalls: number; readonly context_switches: number };
  readonly interrupts_masked_us: { readonly p99: number; readonly max: number };
}

/** The shape of `Metrics` with [low, high] (95 %) or null in the place of every number. */
export type Intervals = IntervalsOf<Metrics>;
type IntervalsOf<T> = { readonly [K in keyof T]: T[K] extends number ? readonly [number, number] | null : IntervalsOf<T[K]> };


/** One line of the visit ledger: `visits_per_request` times the price, in us per request. */
export interface LedgerStep {
  readonly cost: string;
  readonly el: ExceptionLevel;
  readonly role: Role;
  readonly kind: Provenance;
  readonly visits_per_request: number;
  readonly us_per_request: number;
}

/** Elapsed time that is no visit: compute, think, poll, spin. */
export interface LedgerStretch {
  readonly name: string;
  readonly el: ExceptionLevel;
  readonly role: Role;
  readonly us_per_request: number;
}

export interface LedgerCore {
  readonly name: string;
  /** Share of the measured time, 0 to 1. */
  readonly busy: number;
  readonly polling: number;
}

export interface Ledger {
  readonly steps: readonly LedgerStep[];
  readonly stretches: readonly LedgerStretch[];
  readonly cores: readonly LedgerCore[];
}

export interface TrialResult {
  readonly system: string;
  readonly maturity: 'shipping' | 'prototype' | 'hypothetical';
  readonly device: string;
  readonly workload: string;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly seed: number;
  /** SHA-256 (hex) of the request sequence: equal for all systems of a comparison. */
  readonly requests_hash: string;
  /** 'time', or 'instructions' where the profile counts instructions (then every `_us` is thousands of instructions). */
  readonly unit: 'time' | 'instructions';
  /** Means over replications; quantiles over all their requests. */
  readonly metrics: Metrics;
  readonly ci95: Intervals;
  /** The same numbers of each replication, in order, for paired comparisons. */
  readonly replicates: readonly Metrics[];
  /** [share of requests 0..1, latency in us], ascending: the inverse of the cumulative distribution. */
  readonly latency_distribution: readonly (readonly [number, number])[];
  readonly ledger: Ledger;
  /** Sentences: what this result leaves out (ticks off, tail is queueing only, ...). */
  readonly remarks: readonly string[];
  readonly spec: TrialSpec;
  /** Absent where no profiles were drawn. */
  readonly uncertainty?: Uncertainty;
}

/** What a trial gives at prices that the uncertainty of its profile allows. */
export interface Uncertainty {
  /** Requests of each drawn trial, which is one replication of the trial's own seed. */
  readonly requests: number;
  /** 95 % band of each of the trial's numbers from the prices alone: how far the middle 95 % of the draws moved it, or 1.96 standard deviations of fewer than 40. */
  readonly prices95: Intervals;
  /** What decides, at each drawn profile; the same place is the same profile in all trials of a results file, so that systems compare draw by draw. */
  readonly drawn: { readonly throughput_per_s: readonly number[]; readonly mean_latency_us: readonly number[] };
}

/** Why a trial has no result: it refused its specification, has a fault, took too long or too much, or its worker died. */
export type FailureKind = 'refused' | 'fault' | 'timeout' | 'memory' | 'lost';

/** A trial that has no result. */
export interface FailedTrial {
  readonly failed: FailureKind;
  /** The reason, as a sentence. */
  readonly says: string;
  readonly spec: TrialSpec;
}

/** The results file: the one thing between measuring and showing. */
export interface Results {
  readonly schema_version: 2;
  /** SHA-256 of the built simulator. */
  readonly model_version: string;
  readonly suite: SuiteSummary;
  readonly trials: readonly TrialResult[];
  /** Trials of the suite without a result; absent where all have one. */
  readonly failures?: readonly FailedTrial[];
  /** How well the lab predicts what was measured at the prices of this profile, fitted numbers and others apart; absent where nobody looked. */
  readonly accuracy?: readonly Accuracy[];
}

export interface SuiteSummary {
  readonly name: string;
  /** The command that repeats it. */
  readonly command: string;
  readonly baseline: string;
  readonly profile: string;
  readonly policy: string;
  readonly seed: number;
  /** Parameter keys that the grid varies, in the suite's order. */
  readonly grid: readonly string[];
}
