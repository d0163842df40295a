import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { bigLock } from '../../src/backends/big-lock.ts';
import { vmmAccess } from '../../src/backends/registers.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';
import { specimen } from '../specimen.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('big lock');

test('a guest has one, whoever asks, and another guest has its own', () => {
  const lab = new TinyMachine();
  const plan = tinyPlan(lab, vhe, [], []);
  is(bigLock(plan), bigLock({ ...plan }));
  ok(bigLock(plan) !== bigLock(tinyPlan(lab, vhe, [], [])));
});

test('two vCPUs that have a register emulated take turns, and the second sleeps meanwhile', () => {
  const lab = new TinyMachine({ prices: { bql_acquire: 100, emulate_reg_virtio: 5000, futex_wait: 10, futex_wake: 10 } });
  const plan = tinyPlan(lab, vhe, [], []);
  const register = vmmAccess(plan, 'emulate_reg_virtio');
  for (const name of ['a', 'b']) {
    lab.vcpu(lab.core(name), name, function* (vcpu) {
      vcpu.thread.call(register.access(vcpu, function* () {
        lab.note(name);
      }));
      yield;
    });
  }
  const [first, second] = lab.run().map((line) => Number(line.split(' ')[0]));
  is(first, 106 + 5100);
  ok(second! > 2 * 5100, `${second}`);
});

/** How often per request the lock is waited for. */
function waits(system: string, set: Readonly<Record<string, string | number>>): number {
  const { machine, account, latenciesPs } = runOnce(specimen(system, { set: { 'workload.iodepth': 8, ...set }, job: { numjobs: Number(set['topology.vcpus'] ?? 1) }, requests: 1000 }), 1);
  return machine.tariff.paths.filter(({ name }) => name === 'big lock waited for').reduce((sum, { id }) => sum + account.visits[id]!, 0) / latenciesPs.length;
}

test('registers of virtio-mmio meet the main loop that serves the ring or makes the calls; an I/O thread does without the lock', () => {
  const mmio = { 'policy.transport': 'mmio' };
  const four = { ...mmio, 'topology.vcpus': 4, 'topology.queues': 4, 'topology.workers': 4, 'topology.host_cores': 8 };
  // One line for all queues: at depth 1 it is raised often enough.
  const alone = { ...four, 'workload.iodepth': 1 };
  ok(waits('vhe/trap-and-emulate', {}) > 0.5, 'every command of an emulated controller ends in an interrupt of the main loop');
  ok(waits('vhe/user-thread[io=vcpu]', mmio) > 0.5, 'io=vcpu');
  ok(waits('vhe/user-thread[io=main-loop]', alone) > 0.1, 'main loop');
  ok(waits('vhe/vhost', alone) > 0.02, 'calls of vhost');
  is(waits('vhe/user-thread', mmio), 0, 'I/O thread');
});

test('with MSI-X nobody meets anybody: kicks are ioeventfds', () => {
  equal(['vhe/user-thread[io=main-loop]', 'vhe/user-thread', 'vhe/vhost', 'static-partition/user-thread', 'xen/user-thread'].map((system) => waits(system, { 'topology.vcpus': 2 })), [0, 0, 0, 0, 0]);
});

test.run();
