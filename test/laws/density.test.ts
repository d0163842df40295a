import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import type { Run } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import { play } from './play.ts';

const test = suite('law: what holds for one guest holds for two hundred');

const guests = 200;
const crowd = { 'topology.guests': guests, 'topology.guest_cores': 48, 'topology.host_cores': 4, 'workload.rate': 2000 };
const dense = (system: string, set = {}, requests = 600) => specimen(system, { workload: 'open-loop', requests, set: { ...crowd, ...set } });
const systems: readonly (readonly [system: string, set: Record<string, string | number>])[] = [
  ['vhe/vhost', {}], ['vhe/vhost', { 'topology.threads': 'per-core' }], ['vhe/sidecore', { 'topology.threads': 'per-core' }], ['nvhe/user-thread', {}], ['xen/user-thread', {}],
  ['static-partition/user-thread', { 'topology.guest_cores': 0, 'workload.rate': 500 }], ['static-partition/sidecore', { 'topology.guest_cores': 0, 'topology.threads': 'per-core' }],
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('every request of every guest is answered once, and in flight are throughput times latency', () => {
  for (const [system, set] of systems) {
    const { answered, faults, tables } = play(dense(system, set), 1, 1600);
    const name = `${system} ${JSON.stringify(set)}`;
    equal(faults, [], name);
    is(new Set(answered.map(({ guest, request }) => `${guest} ${request}`)).size, answered.length, name);
    const toPs = answered.at(-1)!.endPs;
    // From the beginning, when nothing is in flight; who is not answered is in flight to the end.
    const open = tables.flatMap(({ startPs, endPs }) => [...endPs].flatMap((end, i) => (end < 0 ? [toPs - startPs[i]!] : [])));
    const area = sum(answered.map(({ startPs, endPs }) => endPs - startPs)) + sum(open);
    const changes = [...answered.flatMap(({ startPs, endPs }) => [[startPs, 1], [endPs, -1]] as const), ...open.map((ps) => [toPs - ps, 1] as const)].sort(([a], [b]) => a - b);
    let [count, sincePs, counted] = [0, 0, 0];
    for (const [atPs, by] of changes) {
      counted += count * (atPs - sincePs);
      [count, sincePs] = [count + by, atPs];
    }
    ok(count >= 0 && Math.abs(counted - area) <= 1e-9 * area, `${name}: ${counted}, ${area}`);
  }
});

test('the ledger of every core adds up, and no core does more than time allows', () => {
  for (const [system, set] of systems) {
    const run = runOnce(dense(system, set), 1);
    for (const core of run.account.cores) {
      is(pricedPs(run, core), core.busyPs, `${core.name} of ${system}`);
      ok(core.busyPs <= run.account.elapsedPs, core.name);
    }
  }
});

function pricedPs({ machine: { tariff } }: Run, { visits, bytes, stretchPs, unfinishedPs }: Run['account']['cores'][number]): number {
  return sum(tariff.paths.map(({ id, fixedPs, bytePs }) => visits[id]! * fixedPs + bytes[id]! * bytePs)) + sum(stretchPs) + unfinishedPs;
}

test('where the cores of the back ends never rest, they set throughput within 1 %', () => {
  const run = runOnce(dense('vhe/vhost', { 'topology.host_cores': 1, 'workload.rate': 4000, 'topology.threads': 'per-core' }, 3000), 1);
  const { account, latenciesPs, machine: { tariff } } = run;
  const [host] = account.cores.filter(({ name }) => name === 'host');
  ok(host !== undefined && host.busyPs === account.elapsedPs);
  const demandPs = sum(tariff.paths.map(({ id, fixedPs, bytePs }) => host.visits[id]! * fixedPs + host.bytes[id]! * bytePs)) / latenciesPs.length;
  const share = (demandPs * latenciesPs.length) / account.elapsedPs;
  ok(share > 0.99 && share < 1.01, `${share}`);
});

test('all systems are asked the same, and twice the same gives the same', () => {
  const [a, b] = [runOnce(dense('vhe/vhost'), 5), runOnce(dense('vhe/sidecore', { 'topology.threads': 'per-core' }), 5)];
  equal(a.drawn, b.drawn);
  equal(runOnce(dense('vhe/vhost'), 5).latenciesPs, a.latenciesPs);
});

test('a thousand guests have the paths and the ledgers of one', () => {
  const paths = [1, 10, 1000].map((count) => runOnce(dense('vhe/vhost', { 'topology.guests': count, 'topology.threads': 'per-core' }, 50), 1).machine.tariff.paths.length);
  ok(paths[2]! <= paths[0]! + 5, `${paths}`);
});

test.run();
