import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import type { Account, CoreAccount } from '../../src/experiment/ledger.ts';
import { stepTotals } from '../../src/experiment/metrics.ts';
import { allPairs } from '../../src/experiment/pairs.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { Run } from '../../src/experiment/run.ts';
import { stretches } from '../../src/machine/stretch.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';

const test = suite('law: busy time is visits times price and named stretches');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Priced again from the steps of each path, not from what the simulator charged. */
function pricedPs({ machine: { tariff } }: Run, { visits, bytes, stretchPs, unfinishedPs }: CoreAccount): number {
  const steps = tariff.paths.map(({ id, steps: list }) =>
    sum(list.map(({ cost, times }) => times * tariff.price(cost) * (cost.startsWith('copy_per_byte') ? bytes[id] : visits[id]))));
  return sum(steps) + sum(stretchPs) + unfinishedPs;
}

test('of every core of every system, whatever it serves', () => {
  let checked = 0;
  for (const system of everySystem) {
    for (const { device, workload } of allPairs) {
      if (workload === 'micro' && system.startsWith('bare-metal')) continue;
      const run = runOnce(specimen(system, { device, workload, requests: 50, policy: 'shipping-2026', set: workload === 'console' ? { 'workload.bytes': 16 } : {} }), 1);
      for (const core of run.account.cores) is(pricedPs(run, core), core.busyPs, `${core.name} of ${system}, ${device} ${workload}`);
      checked++;
    }
  }
  is(checked, everySystem.length * allPairs.length - 2, 'all but the microbenchmarks of bare metal, which has nothing to exit to');
});

test('over every form of the ring', () => {
  for (const layout of ['split', 'packed']) {
    for (const on of [false, true]) {
      const set = { 'workload.iodepth': 6, 'ring.size': 64, 'ring.layout': layout, 'ring.indirect': on, 'ring.in_order': on, 'ring.event_idx': !on, 'policy.publish_used': on ? 'batch' : 'each' };
      const run = runOnce(specimen('vhe/vhost', { requests: 200, job: { rw: 'randrw' }, set }), 5);
      for (const core of run.account.cores) is(pricedPs(run, core), core.busyPs, `${core.name}, ${JSON.stringify(set)}`);
    }
  }
});

test('with ticks, neighbours, several guests and everybody on two cores', () => {
  for (const system of everySystem.filter((name) => /^(vhe|nvhe|xen)/.test(name))) {
    const run = runOnce(specimen(system, {
      requests: 200, policy: 'shipping-2026', job: { numjobs: 3, rw: 'randrw' },
      set: { 'topology.core_map': 'shared', 'topology.host_cores': 2, 'topology.vcpus': 2, 'topology.guests': 2, 'topology.tick_hz': 1000, 'topology.neighbour_load': 0.2, 'workload.iodepth': 4 },
    }), 7);
    for (const core of run.account.cores) is(pricedPs(run, core), core.busyPs, `${core.name} of ${system}`);
  }
});

test('nobody is busy longer than time has passed, and polling is part of being busy', () => {
  for (const system of everySystem) {
    const { account } = runOnce(specimen(system, { policy: 'shipping-2026', requests: 120 }), 3);
    for (const { name, busyPs, pollingPs } of account.cores) ok(0 <= pollingPs && pollingPs <= busyPs && busyPs <= account.elapsedPs, `${name} of ${system}`);
  }
});

test('the ledger of steps and stretches of a trial adds up to the paths of all cores', () => {
  const spec = specimen('static-partition/user-thread', { policy: 'shipping-2026' });
  const run = runOnce(spec, 1);
  const { account } = run;
  const steps = sum(stepTotals(run.machine.tariff, account, spec.profile).map(({ ps }) => ps));
  is(steps + sum([...account.stretchPs]), sum(account.cores.map(({ busyPs, unfinishedPs }) => busyPs - unfinishedPs)));
  is(account.stretchPs.length, stretches.length);
  sumsOf(account);
});

function sumsOf({ cores, visits, bytes, stretchPs }: Account): void {
  visits.forEach((total, id) => is(sum(cores.map((core) => core.visits[id])), total));
  bytes.forEach((total, id) => is(sum(cores.map((core) => core.bytes[id])), total));
  stretchPs.forEach((total, id) => is(sum(cores.map((core) => core.stretchPs[id])), total));
}

test.run();
