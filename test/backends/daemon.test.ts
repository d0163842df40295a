import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Daemon } from '../../src/backends/daemon.ts';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { xen } from '../../src/hypervisors/xen.ts';
import type { Core } from '../../src/machine/core.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import type { Vcpu } from '../../src/machine/vcpu.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('daemon');

/** An access out to the daemon: 40 + 5 + 7 + 11 + 3 + 4 = 70. Its work: 20 + 13 + 1 = 34. An answer read: 2. */
const prices = {
  trap_el1_to_el2: 40, gpr_save: 5, abort_decode: 7, mmio_region_lookup: 11, bridge_lock: 3, bridge_push: 4,
  bridge_pop: 20, emulate_reg_virtio: 13, spin_iter: 2, bridge_full_backoff: 100,
  vmm_poll_iter: 10, epoll_wait: 25, poll_return: 60, epoll_callback: 33, event_queue_push_pop: 0, ipi_send: 15,
};

function bench(pollIterations: number, more: Readonly<Record<string, number>> = {}) {
  const lab = new TinyMachine({ prices: { ...prices, ...more } });
  const [host, guest] = [lab.core('host'), lab.core('guest')];
  const plan = tinyPlan(lab, staticPartition, [], [host], { params: { 'policy.daemon_poll_iters': pollIterations } });
  const register = Daemon.of(plan).register('emulate_reg_virtio');
  const reader = (core: Core, what = 'read'): Vcpu => lab.vcpu(core, what, function* (vcpu) {
    vcpu.thread.call(register.access(vcpu));
    yield;
    yield;
    lab.note(what);
  });
  return { lab, host, guest, plan, register, reader };
}

test('while it polls it answers a register without an SGI; the vCPU spins at EL2 and takes no interrupt', () => {
  const { lab, host, guest, reader } = bench(1e6);
  const vcpu = reader(guest);
  lab.at(200, () => is(vcpu.place, 'spinning'));
  lab.runTo(1000);
  equal(lab.log, ['292 read']); // 106 + 70 out + 34 the daemon + 2 back + 80 entry from EL2
  is(ledgerOf(guest)['EL2 spin'], 34);
  is(ledgerOf(guest)['doorbell SGI'], undefined);
  is(ledgerOf(host)['user poll'], 170); // 6 to 176: the one after it goes on
  equal(vcpu.maskedPs, [104]); // 70 + 34
});

test('asleep it is woken by an SGI to its core, which the vCPU pays before it spins', () => {
  const { lab, host, guest, reader } = bench(0);
  reader(guest);
  equal(lab.run(), [
    // 106 + 70 + 15 SGI + 500 flight + 70 idle exit + 38 taken + 30 wake + 6 switch + 60 woken + 34 + 2 + 80
    '1011 read',
  ]);
  is(ledgerOf(guest)['EL2 spin'], 738); // 191 to 929
  is(ledgerOf(host)['daemon sleeps'], 2);
  is(ledgerOf(host)['daemon wakes'], 1);
});

test('it polls for its window, and then sleeps', () => {
  const { lab, host } = bench(50);
  lab.run();
  equal(ledgerOf(host), { 'switch from idle': 1, 'user poll': 500, 'daemon sleeps': 1, 'switch to idle': 1 }); // 50 turns of 10
});

test('it looks once more before it sleeps: what came on its way there needs no wake-up', () => {
  const { lab, host, guest, reader } = bench(0, { epoll_wait: 1000 });
  reader(guest);
  equal(lab.run(), ['1123 read']); // 6 + 1 + 1000 on its way to sleep + 34 + 2 + 80
  is(ledgerOf(host)['daemon wakes'], undefined);
  is(ledgerOf(guest)['doorbell SGI'], undefined);
});

test('an interrupt that comes meanwhile waits for the answer', () => {
  const { lab, guest, reader } = bench(0);
  const vcpu = reader(guest);
  const line = lab.line('irq', 20);
  const physical = new Interrupt(lab.machine, guest, lab.interruptPaths(55, 50), () => void vcpu.pend(line));
  lab.at(300, () => physical.raise());
  equal(lab.run(), [
    '1071 irq begins', // the answer at 929 + 50 in host + 2 + 90 entry from EL2 with flush
    '1091 read',
  ]);
});

test('what a register starts is done on the thread of the daemon, before the answer', () => {
  const { lab, guest, plan, register } = bench(1e6);
  lab.vcpu(guest, 'vcpu', function* (vcpu) {
    vcpu.thread.call(register.access(vcpu, function* (thread) {
      is(thread, Daemon.of(plan).thread);
      thread.run(lab.path(300));
      yield;
      lab.note('done');
    }));
    yield;
    yield;
    lab.note('read');
  });
  lab.runTo(2000);
  equal(lab.log, ['510 done', '592 read']); // 106 + 70 + 34 + 300, and 2 + 80
});

test('vCPUs wait when 31 requests fill its ring, and every one is answered', () => {
  const { lab, reader } = bench(0);
  const cores = Array.from({ length: 40 }, (_, i) => lab.core(`${i}`));
  cores.forEach((core, i) => reader(core, `${i}`));
  const answered = lab.run().map((line) => line.split(' ')[1]);
  equal([...answered].sort(), cores.map(({ name }) => name).sort());
  // The first 31 are answered in the order of their coming.
  equal(answered.slice(0, 31), cores.slice(0, 31).map(({ name }) => name));
  equal(cores.filter((core) => (ledgerOf(core)['bridge full'] ?? 0) > 0).map(({ name }) => name), cores.slice(31).map(({ name }) => name));
});

test('a vCPU that waits for a slot spins once, however long, and takes no interrupt', () => {
  const crowd = (emulatePs: number) => {
    const { lab, reader } = bench(0, { emulate_reg_virtio: emulatePs });
    const cores = Array.from({ length: 40 }, (_, i) => lab.core(`${i}`));
    const vcpus = cores.map((core, i) => reader(core, `${i}`));
    const last = cores[39]!;
    lab.at(1000, () => is(vcpus[39]!.place, 'spinning'));
    const line = lab.line('irq', 20);
    const physical = new Interrupt(lab.machine, last, lab.interruptPaths(55, 50), () => void vcpus[39]!.pend(line));
    lab.at(1000, () => physical.raise());
    const log = lab.run();
    equal(log.slice(-2).map((entry) => entry.replace(/^\d+ /, '')), ['irq begins', '39']);
    is(ledgerOf(last)['bridge full'], 1);
    const [masked, handler] = vcpus[39]!.maskedPs;
    // The access, what it spins for a slot and for the answer, and one round of 100, before which the interrupt's 50 are paid.
    is(masked, 70 + 50 + 100 + (ledgerOf(last)['EL2 spin'] ?? 0));
    is(handler, 20);
    return lab.machine.simulation.events;
  };
  is(crowd(1e6), crowd(1e3));
});

test('a notification waits for a slot too, and its vCPU goes on as soon as it has one', () => {
  const { lab, plan, reader } = bench(0, { emulate_reg_virtio: 1000 });
  const daemon = Daemon.of(plan);
  Array.from({ length: 31 }, (_, i) => reader(lab.core(`${i}`), `${i}`));
  const core = lab.core('notifier');
  const vcpu = lab.vcpu(core, 'notifier', function* (vcpu) {
    vcpu.thread.run(lab.path(200));
    yield;
    vcpu.exitTo('el2');
    vcpu.thread.call(daemon.post(vcpu, { work: daemon.notification(), act: () => (lab.note('acted'), null) }));
    yield;
    lab.note('notified');
  });
  const log = lab.run().map((entry) => entry.split(' '));
  // It has the slot of the first that is taken, and is served after all that came before; the last of these is on its way back.
  equal(log.filter(([, what]) => what === 'notified' || what === 'acted').map(([, what]) => what), ['notified', 'acted']);
  is(log.findIndex(([, what]) => what === 'acted'), 1 + 30);
  equal(vcpu.maskedPs, [100 + (ledgerOf(core)['EL2 spin'] ?? 0)]);
});

test('the guests of a static partition share one daemon, and its slots', () => {
  const { lab, host, plan } = bench(0);
  is(Daemon.of(tinyPlan(lab, staticPartition, [], [host])), Daemon.of(plan));
});

test('under Xen each guest has its device model, and its vCPU leaves the core to others while it waits', () => {
  const lab = new TinyMachine({ prices, slicePs: 1e9 });
  const [host, guest] = [lab.core('host'), lab.core('guest')];
  const plan = tinyPlan(lab, xen, [], [host]);
  const register = Daemon.of(plan).register('emulate_reg_virtio');
  ok(Daemon.of(tinyPlan(lab, xen, [], [host])) !== Daemon.of(plan));
  const vcpu = lab.vcpu(guest, 'vcpu', function* (vcpu) {
    vcpu.thread.call(register.access(vcpu));
    yield;
    yield;
    lab.note('read');
  });
  lab.thread(guest, 'other', function* () {
    lab.note(vcpu.place);
  }, true);
  const log = lab.run();
  equal(log.map((line) => line.replace(/^\d+ /, '')), ['blocked', 'read']);
  equal(vcpu.maskedPs, []);
  is(ledgerOf(guest)['EL2 spin'], undefined);
});

test.run();
