import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';
import { disk, network } from './unloaded/loads.ts';
import { composed } from './unloaded/systems.ts';

const test = suite('law: unloaded latency is the sum of the step lists');

test('a sum is composed for every system, and for no other', () => {
  equal(Object.keys(composed), [...everySystem]);
});

for (const load of [disk, network]) {
  for (const [system, { ps, set = {} }] of Object.entries(composed)) {
    test(`${system}: ${load.name} takes exactly that, every time`, () => {
      const { device, workload } = load.wish;
      const latencies = [...runOnce(specimen(system, { device, workload, set: { ...load.wish.set, ...set }, requests: 50 }), 1).latenciesPs];
      const expectedPs = ps(load);
      is(latencies.length, 50);
      is(latencies[0], expectedPs, `differs by ${latencies[0]! - expectedPs} ps`);
      equal(new Set(latencies), new Set([expectedPs]));
    });
  }
}

test.run();
