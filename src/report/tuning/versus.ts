import type { BreakEven } from '../../experiment/tuning/break-even.ts';
import type { Deciding } from '../../experiment/tuning/decides.ts';
import type { Frontier } from '../../experiment/tuning/frontier.ts';
import type { Metric } from '../../experiment/tuning/metric.ts';
import type { ResultUnit } from '../units.ts';

/** Two systems against each other where one parameter or two are varied, on one device and workload. */
export interface Versus {
  /** Device, workload, grid point. */
  readonly title: string;
  readonly a: string;
  readonly b: string;
  readonly metric: Pick<Metric, 'name' | 'better'>;
  readonly unit: ResultUnit;
  readonly found: { readonly kind: 'line'; readonly line: BreakEven } | { readonly kind: 'plane'; readonly plane: Frontier };
  /** What the difference is made of at these settings: at the break-even, else where the two are nearest. */
  readonly deciding: Deciding;
  readonly at: Readonly<Record<string, number>>;
}
