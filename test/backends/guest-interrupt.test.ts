import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { Completions, usedRingSteps } from '../../src/backends/completions.ts';
import { DeviceInterrupt, registersOf } from '../../src/backends/guest-interrupt.ts';
import { localAccess } from '../../src/backends/registers.ts';
import { virtqueue } from '../../src/backends/virtqueue-of.ts';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('interrupt of a virtqueue');

const prices = {
  guest_irq_entry_exit: 10, guest_iar: 5, guest_irq_handler: 15, guest_eoi: 6, // 30 up to the handler's own work
  cb_disable: 4, used_read: 20, desc_free: 11, cb_enable: 8, // 31 for each completion
  sched_wakeup: 100, napi_poll: 60, guest_ctx_switch: 70,
  trap_el1_to_el2: 40, emulate_reg_virtio: 13,
};

interface Wish {
  readonly eventIdx?: boolean;
  readonly napiWeight?: number | null;
  readonly mmio?: boolean;
  readonly wakes?: boolean;
  readonly size?: number;
}

/** A guest that computes, with a real ring; a request is made available and used by the device at the time asked for. */
function bench({ eventIdx = false, napiWeight = null, mmio = false, wakes = false, size = 16 }: Wish = {}) {
  const lab = new TinyMachine({ slicePs: 1e9, prices });
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.compute(stretch('guest compute'), 100_000);
    yield;
    lab.note('task');
  });
  const plan = tinyPlan(lab, staticPartition, [vcpu], [], { params: { 'ring.event_idx': eventIdx, 'ring.size': size } });
  const { driver, device } = virtqueue(plan, 'queue');
  const cause = mmio ? registersOf(localAccess(lab.machine.tariff, plan.steps, 'el2', 'emulate_reg_virtio'), 2) : null;
  const completions = new Completions(plan, 'queue', driver, usedRingSteps(plan, []), (request) => (lab.note(`${request}`), wakes), napiWeight);
  const line = new DeviceInterrupt(plan, 'queue', cause);
  line.queues.push(completions);
  const physical = new Interrupt(lab.machine, core, lab.interruptPaths(0, 0), () => void vcpu.pend(line));
  /** The device uses a buffer, and calls if the driver wants it. */
  const use = (request: number): void => {
    driver.add(request, 1, 0, 64);
    device.pushUsed(device.popAvail(), 64);
    device.publishUsed();
    const calls = device.needsCall();
    lab.note(`used${calls ? ', called' : ''}`);
    if (calls) physical.raise();
  };
  return { lab, core, vcpu, line, completions, driver, use, useAt: (ps: number, ...requests: readonly number[]) => lab.at(ps, () => requests.forEach(use)) };
}

for (const eventIdx of [false, true]) {
  const ring = `event index ${eventIdx ? 'on' : 'off'}`;

  test(`${ring}: its handler turns calls off, takes what is used, and turns them on`, () => {
    const { lab, core, useAt } = bench({ eventIdx });
    useAt(1000, 1);
    useAt(3000, 2);
    equal(lab.run().slice(0, 4), [
      '1000 used, called',
      '1175 1', // 110 entry with flush + 30 + 4 calls off + 31
      '3000 used, called',
      '3176 2', // and 1 for the fold
    ]);
    equal([ledgerOf(core)['queue: calls off'], ledgerOf(core)['queue: calls on'], ledgerOf(core)['queue: end of interrupt']], [2, 2, 2]);
  });

  test(`${ring}: what is used while it drains is taken without a call`, () => {
    const { lab, core, useAt } = bench({ eventIdx });
    useAt(1000, 1);
    useAt(1150, 2); // calls are off from 1144; it takes the first until 1175
    equal(lab.run().slice(1, 4), ['1150 used', '1175 1', '1206 2']);
    is(ledgerOf(core)['queue: interrupt'], 1);
  });

  test(`${ring}: what is used while it turns calls on is seen by its last look`, () => {
    const { lab, core, useAt } = bench({ eventIdx });
    useAt(1000, 1);
    useAt(1180, 2); // it found the ring empty at 1175, and turns calls on until 1183
    equal(lab.run().slice(1, 4), ['1175 1', '1180 used', '1218 2']); // 1183 + 4 + 31
    equal([ledgerOf(core)['queue: interrupt'], ledgerOf(core)['queue: calls on']], [1, 2]);
  });
}

test('each task that a completion wakes is paid for', () => {
  const { lab, core, useAt } = bench({ wakes: true });
  useAt(1000, 1, 2);
  const log = lab.run();
  equal(log.slice(2, 4), ['1175 1', '1306 2']); // 100 wake-up + 31
  is(ledgerOf(core)['queue: task woken'], 2);
});

test('a handler that has to reads the cause first and clears it, by accesses of the device\'s registers', () => {
  const { lab, core, useAt } = bench({ mmio: true });
  useAt(1000, 1);
  equal(lab.run()[1], '1442 1'); // 110 + 30 + 2 * (40 + 13 + 80 entry from EL2) + 1 for the fold + 4 + 31
  is(ledgerOf(core)['register access (el2)'], 2);
});

test('without NAPI interrupts are masked until its end', () => {
  const { lab, vcpu, useAt } = bench();
  useAt(1000, 1, 2);
  lab.run();
  equal(vcpu.maskedPs, [110]); // 30 + 4 + 2 * 31 + 8 + 6
});

test('with NAPI its handler ends first, and the softirq polls with interrupts on', () => {
  const { lab, vcpu, core, useAt } = bench({ napiWeight: 64 });
  useAt(1000, 1, 2);
  equal(lab.run().slice(2, 4), ['1237 1', '1268 2']); // 110 + 30 + 6 end of interrupt + 60 poll + 31, and 31
  equal(vcpu.maskedPs, [36]); // 30 + 6
  is(ledgerOf(core)['queue: calls on'], 1);
});

test('a NAPI poll that has used its weight polls again before it asks for calls', () => {
  const { lab, core, useAt } = bench({ napiWeight: 2 });
  useAt(1000, 1, 2, 3);
  const log = lab.run().filter((line) => /^\d+ \d+$/.test(line));
  equal(log, ['1237 1', '1268 2', '1359 3']); // 60 for the second poll + 31
  equal([ledgerOf(core)['queue: NAPI poll'], ledgerOf(core)['queue: calls on']], [2, 1]);
});

test('an interrupt on top of a softirq that drains leaves the completions to it', () => {
  const { lab, core, vcpu, line, use, useAt } = bench({ napiWeight: 64 });
  useAt(1000, 1);
  // A second call that was on its way when calls were turned off.
  const late = new Interrupt(lab.machine, core, lab.interruptPaths(0, 0), () => {
    use(2);
    vcpu.pend(line);
  });
  lab.at(1210, () => late.raise());
  const taken = lab.run().filter((entry) => /^\d+ \d+$/.test(entry)).map((entry) => entry.split(' ')[1]);
  equal(taken, ['1', '2']);
  equal([ledgerOf(core)['queue: interrupt'], ledgerOf(core)['queue: NAPI poll']], [2, 1]);
});

test('a softirq that has done its 300 leaves the rest to a task, and no packet is lost', () => {
  const { lab, core, useAt } = bench({ napiWeight: 64, size: 512 });
  const all = Array.from({ length: 400 }, (_, i) => i);
  useAt(1000, ...all);
  const log = lab.run();
  equal(log.filter((line) => /^\d+ \d+$/.test(line)).map((line) => Number(line.split(' ')[1])), all);
  is(ledgerOf(core)['queue: ksoftirqd'], 1);
  // 5 polls of 64 are the first with at least 300; the task that computes has its turn before the rest.
  equal(log.findIndex((line) => line.endsWith(' task')) - log.findIndex((line) => line.endsWith(' 0')), 320);
});

test('a driver that asks for calls by itself is not asked for them by its handler', () => {
  const { lab, core, completions, driver, useAt } = bench();
  completions.enablesCalls = false;
  useAt(1000, 1);
  useAt(3000, 2);
  equal(lab.run().slice(0, 3), ['1000 used, called', '1175 1', '3000 used']);
  is(ledgerOf(core)['queue: calls on'], undefined);
  is(driver.popUsed(), 2);
});

test.run();
