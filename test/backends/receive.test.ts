import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { receiveBuffers } from '../../src/backends/receive-buffers.ts';
import { net } from '../../src/devices/net.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import type { CostId } from '../../src/machine/costs.ts';
import type { ParameterValue } from '../../src/machine/parameter.ts';
import { Requests } from '../../src/machine/requests.ts';
import type { Role, Step } from '../../src/machine/step.ts';
import { everySystem } from '../laws/every-system.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';
import { specimen } from '../specimen.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('receiving');

type Settings = Readonly<Record<string, ParameterValue>>;

/** Visits of a step, or its bytes, per request of a request/response workload with answers of so many bytes. */
function perRequest(system: string, set: Settings): (cost: CostId | RegExp, ...roles: readonly Role[]) => number {
  const { machine, account, latenciesPs } = runOnce(specimen(system, { device: 'net', workload: 'rr', set, requests: 100 }), 1);
  const is = (step: Step, cost: CostId | RegExp, roles: readonly Role[]): boolean =>
    (typeof cost === 'string' ? step.cost === cost : cost.test(step.cost)) && (roles.length === 0 || roles.includes(step.role));
  return (cost, ...roles) => {
    let sum = 0;
    for (const { id, steps } of machine.tariff.paths) {
      for (const step of steps) if (is(step, cost, roles)) sum += step.times * (step.cost.startsWith('copy_per_byte') ? account.bytes[id] ?? 0 : account.visits[id] ?? 0);
    }
    return Math.round((100 * sum) / latenciesPs.length) / 100;
  };
}

test('each byte that comes is copied once between host and guest by whoever serves, and by none where the device is the guest\'s', () => {
  for (const system of everySystem.filter((name) => !name.includes('/null'))) {
    const visits = perRequest(system, { 'workload.response': 10_000 });
    const copied = visits(/^copy_per_byte/, 'host kernel', 'host user', 'hypervisor');
    // And each that goes.
    is(copied, system.includes('passthrough') ? 0 : 10_001, system);
    // The guest's stack copies both to and from its application.
    is(visits(/^copy_per_byte/, 'guest user', 'guest kernel'), 10_001, system);
  }
});

test('where the data lies decides what the copy costs, for answers as for requests', () => {
  for (const [data, cost] of [['l2', 'copy_per_byte_l2'], ['memory', 'copy_per_byte_memory']] as const) {
    is(perRequest('vhe/vhost', { 'workload.response': 10_000, 'topology.data': data })(cost, 'host kernel'), 10_001);
  }
  is(perRequest('vhe/vhost', { 'workload.response': 10_000 })('copy_per_byte_remote', 'host kernel'), 10_001);
});

test('a packet fills as many mergeable buffers as it needs: each is fetched, used, taken back and replaced', () => {
  for (const system of ['vhe/vhost', 'vhe/user-thread', 'vhe/sidecore', 'static-partition/user-thread', 'xen/vhost', 'static-partition/el2']) {
    const one = perRequest(system, { 'workload.response': 4096 });
    const five = perRequest(system, { 'workload.response': 4 * 4096 + 1 });
    const more = (cost: CostId): number => Math.round(100 * (five(cost) - one(cost))) / 100;
    const costs = ['desc_fetch', 'gpa_translate', 'used_write', 'used_read', 'desc_free', 'desc_write', 'avail_publish'] as const;
    equal(costs.map(more), costs.map(() => 4), system);
    equal((['guest_stack_net_rx', 'used_publish', 'notify_check', 'copy_fixed'] as const).map(more), [0, 0, 0, 0], system);
  }
});

test('without mergeable buffers every packet has one, of as many descriptors as the largest would need', () => {
  const one = perRequest('vhe/vhost', { 'device.mergeable': false });
  const large = perRequest('vhe/vhost', { 'device.mergeable': false, 'workload.response': 65_536 });
  // Two to send; 19 to receive.
  equal([one('desc_fetch'), large('desc_fetch'), one('used_publish'), large('used_publish')], [21, 21, 2, 2]);
});

test('GRO merges segments: the driver of the host reaps each, and only packets go further', () => {
  for (const system of ['vhe/vhost', 'nvhe/user-thread', 'static-partition/vhost', 'static-partition/user-thread']) {
    for (const [gro, packets] of [[1, 10], [4, 3], [64, 1]] as const) {
      const visits = perRequest(system, { 'workload.response': 14_480, 'device.gro': gro });
      is(visits('dev_reap'), 10, system);
      is(visits('host_net_rx'), packets, system);
      is(visits('guest_stack_net_rx'), packets, system);
    }
  }
});

test('the buffers of a ring: a page each, or a chain for the largest, or a frame', () => {
  const buffers = (params: Settings, ...answers: readonly number[]) => {
    const requests = new Requests(4);
    requests.answerBytes.set(answers);
    return receiveBuffers(tinyPlan(new TinyMachine(), vhe, [], [], { device: net, requests, params: { 'ring.size': 256, 'device.gro': 64, 'device.mergeable': true, ...params } }));
  };
  const { descriptors, filledBy } = buffers({});
  is(descriptors, 1);
  equal([0, 1, 4096, 4097, 65_536].map(filledBy), [1, 1, 1, 2, 16]);
  equal([0, 65_536].map(buffers({ 'device.mergeable': false }).filledBy), [1, 1]);
  is(buffers({ 'device.mergeable': false, 'device.gro': 1 }).descriptors, 1);
  // Ten packets of one segment each.
  is(buffers({ 'device.gro': 1 }).filledBy(14_480), 10);
  throws(() => buffers({ 'ring.size': 8 }, 65_536), 'ring.size: 8 (an answer of 65536 bytes needs receive buffers of 16 descriptors)');
  throws(() => buffers({ 'ring.size': 16, 'device.mergeable': false }), 'ring.size: 16 (an answer of 0 bytes needs receive buffers of 19 descriptors)');
});

test('a back end that has run out of buffers is kicked for new ones, and goes on', () => {
  const set = { 'workload.direction': 'receive', 'workload.segment': 16384, 'workload.window': 16384 * 64, 'ring.size': 16, 'device.bandwidth': 1e12, 'device.wire': 0, 'device.peer_service': 0 };
  for (const eventIdx of [true, false]) {
    for (const system of ['vhe/vhost', 'vhe/user-thread', 'static-partition/user-thread']) {
      const { machine, account, finished } = runOnce(specimen(system, { device: 'net', workload: 'stream', set: { ...set, 'ring.event_idx': eventIdx }, requests: 500 }), 1);
      ok(finished >= 500, system);
      const kicks = machine.tariff.paths.filter(({ name }) => name === 'kick for receive buffers');
      ok(kicks.reduce((sum, { id }) => sum + (account.visits[id] ?? 0), 0) > 0, `${system}, event index ${eventIdx}`);
    }
  }
});

test.run();
