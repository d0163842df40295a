import { alongUnknowns, type Prior } from '../calibration/prior.ts';
import { counts, nudged, secant } from '../calibration/slopes.ts';
import { normalBelow } from '../calibration/normal.ts';
import type { Question } from '../calibration/suggest.ts';
import type { Metrics, Results, TrialResult } from '../experiment/results.ts';
import type { Profile, TrialSpec } from '../experiment/spec.ts';
import { titleOf } from '../report/answer.ts';
import { comparisonOf, deciding } from '../report/comparison.ts';
import { trialsByEntry, verdictsOf } from '../report/verdict.ts';
import { measureMany } from './measure-many.ts';

/** A grid point with all that could be its answer, best first. */
export interface Contest {
  readonly title: string;
  readonly better: 'less' | 'more';
  readonly decides: (metrics: Metrics) => number;
  readonly trials: readonly TrialResult[];
}

/** Where there is more than one candidate. */
export function contestsOf(results: Results): readonly Contest[] {
  const comparison = comparisonOf(results);
  const trialOf = trialsByEntry(results);
  return verdictsOf(results, comparison).flatMap(({ point, candidates }): readonly Contest[] => {
    const trials = candidates.flatMap((entry) => trialOf(point, entry) ?? []);
    return trials.length < 2 ? [] : [{ title: titleOf(comparison, point), better: point.objective === 'latency' ? 'less' : 'more', decides: deciding(point.objective), trials }];
  });
}

/** The costs that any of them were charged. */
export const chargedIn = (contests: readonly Contest[]): ReadonlySet<string> => new Set(contests.flatMap(({ trials }) => trials.flatMap(({ ledger }) => ledger.steps.map(({ cost }) => cost))));

/** Time that was charged for each cost, as a share of the time of a request, or of the busy time if that is less. */
function sharesOf({ ledger, metrics }: TrialResult): ReadonlyMap<string, number> {
  const perRequestUs = Math.min(1e6 / metrics.throughput_per_s, metrics.cpu_us_per_request.total);
  const shares = new Map<string, number>();
  for (const { cost, us_per_request } of ledger.steps) shares.set(cost, (shares.get(cost) ?? 0) + us_per_request / perRequestUs);
  return shares;
}

/** Requests of a trial at nudged prices: the same ones up and down, so that few are enough. */
const NUDGED_REQUESTS = 500;

/** Of each contest its most doubtful question, whether the winner is really ahead of another candidate: from slopes that come of running all at nudged prices. */
export async function questionsOf(contests: readonly Contest[], profile: Profile, prior: Prior): Promise<readonly Question[]> {
  const moved = prior.free.map((price) => [1, -1].map((by) => nudged(profile, price, by)));
  const tasks = contests.flatMap(({ trials }, contest) => trials.flatMap((trial, place) => {
    const shares = sharesOf(trial);
    return prior.free.flatMap((price, j) => (counts(price, shares.get(price.id)) ? [{ contest, place, j, spec: trial.spec }] : []));
  }));
  function* specs(): Generator<TrialSpec> {
    for (const { j, spec } of tasks) for (const at of moved[j]) yield { ...spec, profile: at, requests: Math.min(spec.requests, NUDGED_REQUESTS), replications: 1 };
  }
  const numbers = await measureMany(specs(), 2 * tasks.length, 'trials at nudged prices');
  const slopes = contests.map(({ trials }) => trials.map(() => prior.free.map(() => 0)));
  for (const [i, { contest, place, j }] of tasks.entries()) {
    const [up, down] = [2 * i, 2 * i + 1].map((at) => contests[contest].decides(numbers[at]));
    slopes[contest][place][j] = secant(up, down);
  }
  return contests.map((contest, i) => mostDoubtful(contest, slopes[i].map((row) => alongUnknowns(prior, row))));
}

function mostDoubtful({ title, better, decides, trials }: Contest, slopes: readonly (readonly number[])[]): Question {
  const sign = better === 'more' ? 1 : -1;
  const value = ({ metrics }: TrialResult): number => sign * Math.log(decides(metrics));
  const [winner, ...others] = trials;
  const questions = others.map((other, i): Question => ({
    id: `${title}: ${winner.system} against ${other.system}`, lead: value(winner) - value(other), slopes: slopes[0].map((slope, k) => sign * (slope - slopes[i + 1][k])),
  }));
  const sure = ({ lead, slopes: of }: Question): number => normalBelow(lead / Math.sqrt(of.reduce((sum, slope) => sum + slope * slope, 0) || 1e-300));
  return questions.reduce((least, question) => (sure(question) < sure(least) ? question : least));
}
