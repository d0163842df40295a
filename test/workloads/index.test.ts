import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { trial } from '../../src/experiment/trial.ts';
import { systems } from '../../src/experiment/systems.ts';
import { specimen } from '../specimen.ts';
import { drawn, watch } from './watch.ts';

const test = suite('workloads');
const nameOf = (workload: string): string => (workload === 'fio' ? 'fio:job' : workload);

for (const { workload, device } of allPairs) {
  const spec = (system: string, seed = 1) => specimen(system, { device, workload: nameOf(workload), seed, requests: 60 });

  test(`${workload} on ${device}: asks every system the same`, () => {
    const hash = (system: string, seed: number): string => trial(spec(system, seed)).requests_hash;
    assert.is(new Set(['vhe/vhost', 'static-partition/user-thread', 'nvhe/user-thread', 'xen/trap-and-emulate'].map((system) => hash(system, 7))).size, 1);
  });

  test(`${workload} on ${device}: every time that is drawn is a whole number of ps`, () => {
    const { servicePs, gapPs } = drawn(spec('vhe/vhost'));
    assert.ok(servicePs.every(Number.isInteger) && gapPs.every(Number.isInteger));
  });

  test(`${workload} on ${device}: repeats itself to the last bit`, () => {
    const run = () => watch(spec('vhe/user-thread')).done;
    assert.equal(run(), run());
  });

  test(`${workload} on ${device}: runs on every system`, () => {
    for (const system of Object.keys(systems)) {
      if (workload === 'micro' && system.startsWith('bare-metal')) continue;
      const { done } = watch(spec(system), 40);
      assert.is(done.length, 40, system);
      assert.ok(done.every(({ startPs, endPs }) => startPs >= 0 && endPs >= startPs), system);
    }
  });
}

test.run();
