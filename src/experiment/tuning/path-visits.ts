import { costs } from '../../machine/costs.ts';
import { criticalPath } from '../critical-path.ts';
import { flightCost } from '../explained-step.ts';
import { Recording } from '../recording.ts';
import { runOnce, warmUp } from '../run.ts';
import type { TrialSpec } from '../spec.ts';

/**
 * Visits of each cost on the path of one request of a trial's first replication, on average; bytes where the price is per byte.
 * They are the derivative of its mean latency by infinitesimal perturbation analysis, where that holds: where one request is
 * under way at a time and waits for nobody else (a core, a timer), a little more of a price makes it later by these visits and
 * by nothing else. Null where that is not so, and where there is no request to follow.
 */
export function pathVisits(spec: TrialSpec): Readonly<Record<string, number>> | null {
  const recording = new Recording();
  const { machine, latenciesPs } = runOnce(spec, spec.seed, recording);
  const warm = warmUp(spec.requests);
  const lives = recording.lives.slice(warm, warm + latenciesPs.length);
  const visits: Record<string, number> = {};
  const add = (cost: string, times: number): void => {
    visits[cost] = (visits[cost] ?? 0) + times / lives.length;
  };
  for (const [i, life] of lives.entries()) {
    if (i > 0 && life.startPs < lives[i - 1].endPs) return null;
    for (const piece of criticalPath(recording, life)) {
      const { kind, span, fromPs, toPs } = piece;
      if (kind === 'work' && span !== null && span.path !== null) {
        for (const { cost, times } of span.path.steps) add(cost, times * (costs[cost].per === 'byte' ? span.bytes : 1));
      } else if (kind === 'flight' && machine.tariff.price(flightCost(piece)) === toPs - fromPs) add(flightCost(piece), 1);
      else if (kind !== 'work' && kind !== 'device') return null;
    }
  }
  return lives.length === 0 ? null : visits;
}
