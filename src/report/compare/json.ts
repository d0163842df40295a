import type { Compared, Side } from '../../experiment/compare/comparison.ts';
import { isOver, verdictOf } from '../../experiment/compare/gate.ts';
import type { TrialResult } from '../../experiment/results.ts';
import { keysOf, type Told } from './told.ts';

/** A comparison as JSON: every trial with its numbers unrounded; changes are per cent of the base, null where there is nothing to divide by. */
export function comparedJson({ compared, gate }: Told): string {
  const { base, now, metrics, matches, appeared, disappeared, broken, mended, leftOut } = compared;
  const trialOf = (trial: TrialResult) => trialIn(trial, compared);
  return `${JSON.stringify({
    base: sideOf(base), new: sideOf(now), matched: matches.length,
    left_out_of_match: leftOut.map(({ side, key, value }) => ({ side: side === 'base' ? 'base' : 'new', key, value })),
    metrics: metrics.map(({ metric, changes, mean }) => ({
      metric: metric.name, better: metric.better,
      geometric_mean: mean && { trials: mean.trials, change_pct: pct(mean.ratio), ci95_pct: mean.interval && mean.interval.map(pct) },
      trials: changes.map(({ match, change }) => ({
        ...trialOf(match.base), base: change.base, new: change.now, change_pct: pct(change.ratio), ci95_pct: change.interval && change.interval.map(pct),
        paired: change.paired !== null, verdict: verdictOf(change, metric), ...(gate !== null && { fails: isOver(change, metric, gate.limit) }),
      })),
    })),
    appeared: appeared.map(trialOf), disappeared: disappeared.map(trialOf), mended: mended.map(trialOf),
    broken: broken.map(({ base: trial, failure }) => ({ ...trialOf(trial), failed: failure.failed, says: failure.says })),
    gate: gate && { limit_pct: 100 * gate.limit, passes: gate.passes, over: gate.over.length, broken: broken.length },
  }, null, 1)}\n`;
}

const sideOf = ({ name, results: { model_version, suite: { name: suite, profile, seed, command } } }: Side) => ({ name, suite, profile, seed, command, model_version });

const pct = (ratio: number): number | null => (Number.isFinite(ratio) ? 100 * (ratio - 1) : null);

function trialIn({ system, device, workload, params }: TrialResult, compared: Compared) {
  return { system, device, workload, params: Object.fromEntries(keysOf(compared).filter((key) => key in params).map((key) => [key, params[key]])) };
}
