import type { ParameterValue } from '../machine/parameter.ts';
import type { FioJob, Profile } from './spec.ts';

/** How sure a published number is: read where it was published, in a text that quotes it, or from memory. */
export type Evidence = 'primary' | 'secondary' | 'unverified';

/** Whether prices were solved from a number, or it was kept to judge them by. */
export type Use = 'fit' | 'validation';

/** What a number was measured on: a system that runs an experiment at the prices of a profile, and what was read off. */
export interface Subject {
  readonly system: string;
  readonly device: string;
  readonly workload: string;
  readonly policy: string;
  /** Keys as for `--set`, as the user wrote them. */
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly requests: number;
  readonly seed: number;
  /** Name of a profile, or `./path.yaml`. */
  readonly profile: string;
  readonly metric: string;
}

/** A number, or a range that is open where a bound is missing: `above: 1` is an ordering. */
export type Target = { readonly value: number } | { readonly above: number; readonly below: number };

/** One published or own number, or a ratio, difference or ordering of two. */
export interface Measurement extends Subject {
  readonly id: string;
  readonly group: string;
  /** What it is divided by, or what is taken off it. */
  readonly against?: Subject & { readonly as: 'ratio' | 'difference' };
  readonly target: Target;
  readonly unit: string;
  /** A deviation, in its unit, that is no fault: counts of few requests, averages that were cut to whole numbers. */
  readonly tolerance: number;
  readonly source: string;
  readonly evidence: Evidence;
  readonly use: Use;
  /** What a reader must know, e.g. that it was measured on another architecture. */
  readonly remark?: string;
  /** The known number that a null model copies; the nearest where none is named. */
  readonly copies?: string;
  /** Two known numbers by whose ratio the copy is scaled. */
  readonly scaledBy?: readonly [string, string];
}

/** A number that the model cannot express, and why. */
export interface LeftOut {
  /** An id; `*` at its end stands for all that begin so. */
  readonly id: string;
  readonly why: string;
}

/** A file of measurements. */
export interface MeasurementSet {
  readonly name: string;
  readonly title: string;
  readonly measurements: readonly Measurement[];
  readonly leftOut: readonly LeftOut[];
}

/** What measurements only name. */
export interface MeasurementSources {
  readonly profile: (name: string) => Profile;
  readonly fio: (name: string) => readonly FioJob[];
}
