import type { Deciding } from '../../experiment/tuning/decides.ts';
import type { Goals } from '../../experiment/tuning/goals.ts';
import type { Evaluation, SearchMethod } from '../../experiment/tuning/search.ts';
import type { Dimension } from '../../experiment/tuning/space.ts';
import type { ResultUnit } from '../units.ts';

/** What a search found. */
export interface Tuned {
  /** Device, workload. */
  readonly title: string;
  readonly unit: ResultUnit;
  readonly method: SearchMethod;
  readonly goals: Goals;
  readonly dimensions: readonly Dimension[];
  /** The suite as it stands. */
  readonly base: Evaluation & { readonly system: string };
  readonly tried: readonly Evaluation[];
  /** Indexes of those that keep the limits and that nobody beats in everything, best first by the first objective; of several that come to the same the first. */
  readonly front: readonly number[];
  /** By objective, then dimension: the share of its variance among what was tried, 0 to 1. */
  readonly importance: readonly (readonly number[])[];
  /** What the first of the front has more or less of than the suite as it stands; null where there is none, or no requests can be followed. */
  readonly deciding: Deciding | null;
}
