import { suite } from 'uvu';
import { ok } from 'uvu/assert';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { everySystem } from './every-system.ts';
import { play } from './play.ts';
import type { Played } from './play.ts';

const test = suite('law: requests in flight are throughput times latency (Little)');

/** Requests that have begun and have not ended, over time, between the 100th answer and the last. */
function inFlight({ answered, tables }: Played): { readonly meanInFlight: number; readonly fromPs: number; readonly toPs: number } {
  const fromPs = answered[99].endPs;
  const toPs = answered[answered.length - 1].endPs;
  const changes: (readonly [atPs: number, by: number])[] = answered.flatMap(({ startPs, endPs }) => [[startPs, 1], [endPs, -1]] as const);
  for (const { startPs, endPs } of tables) endPs.forEach((end, request) => end < 0 && changes.push([startPs[request], 1]));
  changes.sort(([a], [b]) => a - b);
  let count = 0;
  let sincePs = fromPs;
  let area = 0;
  for (const [atPs, by] of changes) {
    const at = Math.min(Math.max(atPs, fromPs), toPs);
    area += count * (at - sincePs);
    sincePs = at;
    count += by;
  }
  return { meanInFlight: area / (toPs - fromPs), fromPs, toPs };
}

const loads: readonly (readonly [name: string, depth: number, wish: Wish])[] = [
  ['one read at a time', 1, {}],
  ['8 reads at once', 8, { set: { 'workload.iodepth': 8 } }],
  ['3 processes with 4 each', 12, { set: { 'workload.iodepth': 4, 'topology.slice': 50_000 }, job: { numjobs: 3, rw: 'randrw' } }],
  ['4 sessions of request/response', 4, { device: 'net', workload: 'rr', set: { 'workload.sessions': 4 } }],
];

for (const [name, depth, wish] of loads) {
  test(`${name}, on every system`, () => {
    for (const system of everySystem) {
      // A thousand answers between the two ends.
      const played = play(specimen(system, { ...wish, policy: 'shipping-2026' }), 1, 1100);
      const { meanInFlight, fromPs, toPs } = inFlight(played);
      const measured = played.answered.filter(({ endPs }) => endPs > fromPs && endPs <= toPs);
      const throughput = measured.length / (toPs - fromPs);
      const latency = measured.reduce((sum, { startPs, endPs }) => sum + endPs - startPs, 0) / measured.length;
      const product = throughput * latency;
      // What reaches over the two ends of 1,000 answers: at most the depth.
      ok(Math.abs(product - meanInFlight) <= 0.002 * depth * depth + 0.002 * depth, `${system}: ${meanInFlight} in flight, ${product} by Little`);
      ok(meanInFlight > 0 && meanInFlight <= depth + 1e-9, `${system}: ${meanInFlight} of ${depth}`);
    }
  });
}

test.run();
