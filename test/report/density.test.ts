import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { coresFor, densitiesOf } from '../../src/report/density.ts';
import { reportHtml } from '../../src/report/report.ts';
import { fixture } from './fixture.ts';
import { resultsOf } from './trials.ts';

const test = suite('density and neighbours');

const dense = resultsOf('density', { requests: 300, replications: 1, systems: ['vhe/vhost', 'vhe/sidecore'], grid: { 'topology.guests': [4, 60], 'topology.host_cores': [1, 3] }, set: { 'topology.guest_cores': 32, 'topology.threads': 'per-core', 'workload.rate': 4000 } });
const density = [...densitiesOf(dense).values()][0]!;
const crowded = resultsOf('neighbours', { requests: 100, replications: 1, systems: ['vhe/vhost', 'xen/user-thread'], grid: { 'topology.guests': [1, 8] } });

test('every system has a point for each number of guests and cores, with the guest\'s share of the throughput', () => {
  equal([density.guests, density.cores, density.systems.map(({ system }) => system)], [[4, 60], [1, 3], ['vhe/vhost', 'vhe/sidecore']]);
  for (const { system, points } of density.systems) {
    is(points.length, 4);
    for (const { guests, cores, p99, each } of points) {
      const { metrics } = dense.trials.find((trial) => trial.system === system && trial.params['topology.guests'] === guests && trial.params['topology.host_cores'] === cores)!;
      equal([p99, each * guests], [metrics.latency_us.p99, metrics.throughput_per_s]);
    }
  }
});

test('the fewest cores that are enough: never fewer for more guests, or for a lower limit', () => {
  equal(density.limits.length, 4);
  const needed = (system: (typeof density.systems)[number], guests: number, limit: number): number => coresFor(system, guests, limit) ?? Infinity;
  for (const system of density.systems) {
    for (const limit of density.limits) ok(needed(system, 4, limit) <= needed(system, 60, limit));
    for (const guests of density.guests) density.limits.forEach((limit, i) => ok(i === 0 || needed(system, guests, limit) <= needed(system, guests, density.limits[i - 1]!)));
  }
  const one = { system: 'a', points: [{ guests: 8, cores: 4, p99: 90, each: 1 }, { guests: 8, cores: 2, p99: 110, each: 1 }, { guests: 8, cores: 1, p99: 400, each: 1 }] };
  equal([80, 100, 120, 500].map((limit) => coresFor(one, 8, limit)), [null, 4, 2, 1]);
});

test('the report answers in a sentence and draws p99 and throughput; a suite that varies other things has no such part', async () => {
  const page = await reportHtml(dense, { script: '', style: '' });
  match(page, /60 guests at p99 &lt; \d+ µs need (more than )?\d+ backend cores? with vhe\/\S+ and (more than )?\d+ with vhe\/\S+\./);
  match(page, /id="density-p99"/);
  match(page, /id="density-each"/);
  ok(!page.includes('What neighbours do'));
  ok(!(await reportHtml(fixture(), { script: '', style: '' })).includes('How many cores must'));
});

test('what neighbours do is said and drawn: CPU left, lateness, masked time', async () => {
  const page = await reportHtml(crowded, { script: '', style: '' });
  match(page, /CPU left for a guest that computes, with 8 guests: from [\d.]+ % with \S+ \(100 % with 1 guest\) to [\d.]+ % with \S+ \(100 % with 1 guest\)\./);
  match(page, /Timer lateness, p99, with 8 guests/);
  match(page, /id="neighbours-masked-blk"/);
  ok(!page.includes('How many cores must'));
});

test.run();
