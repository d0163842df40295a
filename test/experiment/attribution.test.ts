import { suite } from 'uvu';
import { is, ok, throws } from 'uvu/assert';
import { attribute, attributeFew } from '../../src/experiment/attribution.ts';
import type { Attribution, Frame } from '../../src/experiment/attribution.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { contrast } from '../../src/experiment/waterfall.ts';
import type { FrameDifference, Waterfall } from '../../src/experiment/waterfall.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';

const test = suite('experiment/attribution');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every frame is the sum of its parts, down to the leaves. */
function isWhole(frame: Frame, what: string): void {
  if (frame.parts.length === 0) return;
  is(sum(frame.parts.map(({ ps }) => ps)), frame.ps, `${what} ${frame.name}`);
  for (const part of frame.parts) isWhole(part, what);
}

const wishes: readonly (readonly [what: string, wish: Wish])[] = [
  ['alone', {}], ['sixteen deep, polling', { set: { 'workload.iodepth': 16 }, policy: 'shipping-2026' }], ['net', { device: 'net', workload: 'rr' }],
  ['ticks and a neighbour', { set: { 'topology.tick_hz': 1000, 'topology.neighbour_load': 0.2, 'topology.core_map': 'shared', 'topology.host_cores': 2 } }],
];

function isExact({ latencyPs, byPhase, byGroup, latencyTree, cpuPs, cpuByGroup, cpuTree }: Attribution, what: string): void {
  is(sum(Object.values(byPhase)), latencyPs, `${what}: phases`);
  is(sum(Object.values(byGroup)), latencyPs, `${what}: groups`);
  is(latencyTree.ps, latencyPs, `${what}: tree`);
  isWhole(latencyTree, what);
  is(sum(Object.values(cpuByGroup)), cpuPs, `${what}: CPU groups`);
  is(cpuTree.ps, cpuPs, `${what}: CPU tree`);
  isWhole(cpuTree, what);
}

test('phases, groups and trees sum to the latencies and to the busy time of the cores, which are the trial\'s', () => {
  for (const system of ['vhe/vhost', 'vhe/user-thread']) {
    for (const [what, wish] of wishes) {
      const spec = specimen(system, { requests: 120, ...wish });
      const found = attribute(spec);
      const { latenciesPs, account } = runOnce(spec, spec.seed);
      isExact(found, `${system} ${what}`);
      is(found.latencyPs, sum([...latenciesPs]), `${system} ${what}`);
      is(found.requests, latenciesPs.length);
      is(found.cpuPs, sum(account.cores.map(({ busyPs }) => busyPs)));
    }
  }
  isExact(attributeFew(specimen('static-partition/user-thread'), 40), 'a few');
});

test('a waterfall sums to the difference exactly, and its trees have both sides', () => {
  const [a, b] = ['vhe/vhost', 'static-partition/user-thread'].map((system) => attribute(specimen(system, { requests: 100 })));
  const all = contrast(a, b);
  const isClosed = ({ aPs, bPs, falls }: Waterfall): void => {
    is(sum(falls.map(({ byPs }) => byPs)), bPs - aPs);
    is(sum(falls.map((fall) => fall.aPs)), aPs);
    is(sum(falls.map((fall) => fall.bPs)), bPs);
  };
  for (const waterfall of [all.byGroup, all.byPhase, all.cpu]) isClosed(waterfall);
  const sides = ({ aPs, bPs, parts }: FrameDifference): void => {
    if (parts.length === 0) return;
    is(sum(parts.map((part) => part.aPs)), aPs);
    is(sum(parts.map((part) => part.bPs)), bPs);
    parts.forEach(sides);
  };
  sides(all.latencyTree);
  sides(all.cpuTree);
  const bridge = all.byGroup.falls.find(({ name }) => name === 'bridge');
  ok(bridge !== undefined && bridge.aPs === 0 && bridge.bPs > 0, 'only a static partition has a bridge');
  is(all.byPhase.falls.find(({ name }) => name === 'submit')?.byPs, 0, 'the guest submits in the same way');
});

test('who is asked a different number of requests is not compared', () => {
  const [a, b] = [30, 31].map((requests) => attribute(specimen('vhe/vhost', { requests })));
  throws(() => contrast(a, b), 'vhe/vhost ended after 30 requests and vhe/vhost after 31: their sums cannot be compared');
});

test.run();
