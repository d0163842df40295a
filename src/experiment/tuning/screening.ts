import { Random } from '../../sim/random.ts';
import type { TrialSpec } from '../spec.ts';
import type { AskingTrials } from './asking-trials.ts';
import { metricNamed } from './metric.ts';
import { morrisDesign, morrisEffects } from './morris.ts';
import type { MorrisEffect } from './morris.ts';
import { movedBy, spreadsOf } from './spreads.ts';
import type { Spread } from './spreads.ts';

/** Morris' screening of the prices within their spreads: effects are of one standard deviation, in the metric's unit. */
export interface Screening {
  readonly base: number;
  readonly trajectories: number;
  readonly runs: number;
  /** The largest mu* first. */
  readonly effects: readonly (Spread & MorrisEffect)[];
}

/** Standard deviations below and above the value between which the levels lie: -1.5, -0.5, 0.5 and 1.5. */
const REACH = 1.5;

/** Screens a trial; the same requests everywhere, so that nothing differs but the prices. */
export function* screening(asked: TrialSpec, metric: string, trajectories: number): AskingTrials<Screening> {
  const spec: TrialSpec = { ...asked, replications: 1 };
  const { of } = metricNamed(metric);
  const [base] = yield [spec];
  const spreads = spreadsOf(spec, base);
  const design = morrisDesign(spreads.length, trajectories, new Random(spec.seed, 'Morris design'));
  const results = yield design.points.map((point) => movedBy(spec, spreads, point.map((level) => REACH * (2 * level - 1))));
  const found = morrisEffects(design, results.map(({ metrics }) => of(metrics)), new Random(spec.seed, 'Morris bootstrap'));
  const perSd = (effect: number): number => effect / (2 * REACH);
  const effects = found.map(({ mu, muStar, muStarInterval: [low, high], sigma }, i) => ({ ...spreads[i], mu: perSd(mu), muStar: perSd(muStar), muStarInterval: [perSd(low), perSd(high)] as const, sigma: perSd(sigma) }));
  return { base: of(base.metrics), trajectories, runs: results.length + 1, effects: effects.sort((a, b) => b.muStar - a.muStar) };
}
