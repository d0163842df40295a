import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import { specimen } from '../specimen.ts';
import { usual } from './step-lists.ts';

const test = suite('hypervisors/guest tax');

test('every guest pays two-stage walks, its device the SMMU\'s second stage; without a hypervisor there is one stage', () => {
  for (const [id, hypervisor] of Object.entries(hypervisors)) {
    const { guestTax, dmaTax } = hypervisor.steps(usual);
    const paid = [guestTax, dmaTax].map((list) => list.map(({ cost, role }) => `${role}: ${cost}`));
    equal(paid, id === 'bare-metal' ? [[], []] : [['guest kernel: stage2_walk_tax'], ['guest kernel: iotlb_miss']], id);
  }
});

test('a dearer walk delays each request of a guest by the difference, and none on bare metal', () => {
  const first = (system: string, walk: string): number => {
    const set = { 'device.distribution': 'fixed', 'costs.stage2_walk_tax': Number(walk) };
    return [...runOnce(specimen(system, { set, requests: 20 }), 1).latenciesPs][0];
  };
  for (const system of ['static-partition/passthrough', 'vhe/passthrough', 'static-partition/el2', 'nvhe/trap-and-emulate', 'vhe/null']) is(first(system, '1000') - first(system, '0'), 1_000_000, system);
  is(first('bare-metal/passthrough', '1000'), first('bare-metal/passthrough', '0'));
});

test.run();
