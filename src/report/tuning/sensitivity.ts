import type { Deciding } from '../../experiment/tuning/decides.ts';
import type { Derivatives } from '../../experiment/tuning/derivatives.ts';
import type { Flip } from '../../experiment/tuning/flips.ts';
import type { Metric } from '../../experiment/tuning/metric.ts';
import type { Screening } from '../../experiment/tuning/screening.ts';
import type { Variance } from '../../experiment/tuning/variance.ts';
import type { ResultUnit } from '../units.ts';

/** What was found about one system's prices, by the method that was asked for. */
export type Sensed =
  | { readonly kind: 'derivative'; readonly derivatives: Derivatives }
  | { readonly kind: 'morris'; readonly screening: Screening }
  | { readonly kind: 'sobol'; readonly variance: Variance };

/** The best two systems of a scene against each other. */
export interface Between {
  readonly a: string;
  readonly b: string;
  readonly values: readonly [a: number, b: number];
  /** Null where no requests can be followed. */
  readonly deciding: Deciding | null;
  /** Null where no derivatives were asked for. */
  readonly flips: readonly Flip[] | null;
}

/** How a number answers to prices, on one device and workload, for some systems. */
export interface Sensitivity {
  /** Device, workload, grid point. */
  readonly title: string;
  readonly metric: Pick<Metric, 'name' | 'better'>;
  readonly unit: ResultUnit;
  readonly systems: readonly { readonly system: string; readonly sensed: Sensed }[];
  /** Null with one system. */
  readonly between: Between | null;
}
