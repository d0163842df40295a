import { drawnProfiles } from './drawn-profile.ts';
import { mapMetrics } from './metrics.ts';
import type { Metrics, TrialResult, Uncertainty } from './results.ts';
import type { Profile, TrialSpec } from './spec.ts';
import { spread } from './spread.ts';

/** Fewer than these say little of a workload, and a warm-up takes as many. */
const FEWEST_REQUESTS = 500;

/** Requests of each drawn trial: all of them together take about as many as the trial itself. */
export function drawnRequests({ requests, replications }: Pick<TrialSpec, 'requests' | 'replications'>, draws: number): number {
  return Math.min(requests, Math.max(FEWEST_REQUESTS, Math.ceil((requests * replications) / draws)));
}

/**
 * The trials of a suite again at other prices: first as they are, then at `draws` profiles that their uncertainty allows, the same
 * for all trials and each met by the same requests. Each is one short replication. Comes in rounds, one for each profile, by trial.
 */
export function* drawnRounds(specs: readonly TrialSpec[], draws: number): Generator<readonly TrialSpec[]> {
  const drawn = new Map<Profile, readonly Profile[]>();
  for (const { profile, seed } of specs) if (!drawn.has(profile)) drawn.set(profile, [profile, ...drawnProfiles(profile, draws, seed)]);
  for (let round = 0; round <= draws; round++) {
    yield specs.map((spec) => ({ ...spec, profile: drawn.get(spec.profile)?.[round] ?? spec.profile, requests: drawnRequests(spec, draws), replications: 1 }));
  }
}

/** What a trial's rounds tell of it; the first is at its own prices. */
export function uncertaintyOf({ metrics, spec }: Pick<TrialResult, 'metrics' | 'spec'>, rounds: readonly Metrics[]): Uncertainty {
  const [, ...draws] = rounds;
  return {
    requests: drawnRequests(spec, draws.length),
    prices95: mapMetrics([metrics, ...rounds], ([value, centre, ...drawn]) => band(value, centre, drawn)),
    drawn: { throughput_per_s: draws.map(({ throughput_per_s }) => throughput_per_s), mean_latency_us: draws.map(({ latency_us }) => latency_us.mean) },
  };
}

/** From so many draws on their own 2.5 % and 97.5 % quantiles are taken: a result that falls over at some prices is no bell curve. */
const ENOUGH_FOR_QUANTILES = 40;

function band(value: number, centre: number, draws: readonly number[]): readonly [low: number, high: number] {
  const count = draws.length;
  const moved = draws.map((draw) => (value > 0 && centre > 0 ? (value * draw) / centre : value + draw - centre)).sort((a, b) => a - b);
  const out = Math.floor(0.025 * count);
  const [low, high] = count < ENOUGH_FOR_QUANTILES ? spread(value, centre, draws) : [moved[out], moved[count - 1 - out]];
  // No number of a result is below 0.
  return [Math.max(0, low), Math.max(0, high)];
}
