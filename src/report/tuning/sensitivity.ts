import type { Derivatives } from '../../experiment/tuning/derivatives.ts';
import type { Metric } from '../../experiment/tuning/metric.ts';
import type { Screening } from '../../experiment/tuning/screening.ts';
import type { Variance } from '../../experiment/tuning/variance.ts';
import type { ResultUnit } from '../units.ts';

/** What was found about one system's prices, by the method that was asked for. */
export type Sensed =
  | { readonly kind: 'derivative'; readonly derivatives: Derivatives }
  | { readonly kind: 'morris'; readonly screening: Screening }
  | { readonly kind: 'sobol'; readonly variance: Variance };

/** How a number answers to prices, on one device and workload, for some systems. */
export interface Sensitivity {
  /** Device, workload, grid point. */
  readonly title: string;
  readonly metric: Pick<Metric, 'name' | 'better'>;
  readonly unit: ResultUnit;
  readonly systems: readonly { readonly system: string; readonly sensed: Sensed }[];
}
