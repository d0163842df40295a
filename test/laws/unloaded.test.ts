import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';
import { disk, network } from './unloaded/loads.ts';
import { line } from './unloaded/sums.ts';
import { composed, overMmio } from './unloaded/systems.ts';

const test = suite('law: unloaded latency is the sum of the step lists');

test('a sum is composed for every system, and for no other', () => {
  equal(Object.keys(composed), [...everySystem]);
});

/** 500 requests of warm-up come before those that are measured (src/experiment/run.ts). */
const FIRST = 500;

for (const load of [disk, network]) {
  for (const [system, { ps, rings, set = {} }] of [...Object.entries(composed), ...Object.entries(overMmio)]) {
    const how = set['policy.transport'] === undefined ? '' : `, ${set['policy.transport']}`;
    for (const layout of rings === undefined ? (['split'] as const) : (['split', 'packed'] as const)) {
      test(`${system}${how}${layout === 'packed' ? ', packed' : ''}: ${load.name} takes exactly that, every time`, () => {
        const { device, workload } = load.wish;
        const latencies = [...runOnce(specimen(system, { device, workload, set: { ...load.wish.set, 'ring.layout': layout, ...set }, requests: 50 }), 1).latenciesPs];
        equal(latencies, latencies.map((_, i) => ps(load) + (rings === undefined ? 0 : line * load.moved(FIRST + i, { layout, device: rings }))));
        is(latencies.length, 50);
      });
    }
  }
}

test.run();
