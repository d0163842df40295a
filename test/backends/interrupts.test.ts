import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Completions, usedRingSteps } from '../../src/backends/completions.ts';
import { interruptsOf } from '../../src/backends/interrupts.ts';
import { localAccess } from '../../src/backends/registers.ts';
import { virtqueue } from '../../src/backends/virtqueue-of.ts';
import { trial } from '../../src/experiment/trial.ts';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';
import { specimen } from '../specimen.ts';
import { visitsOf } from './counts-of.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('interrupts of a device');

const prices = {
  guest_irq_entry_exit: 30, guest_eoi: 6, cb_disable: 4, used_read: 31, cb_enable: 8, trap_el1_to_el2: 40, emulate_reg_virtio: 13,
};

/** Two queues of a guest that computes; a device uses a buffer of one and calls, if the call has not been made already. */
function bench(hypervisor: typeof vhe, mmio: boolean) {
  const lab = new TinyMachine({ slicePs: 1e9, prices });
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.compute(stretch('guest compute'), 100_000);
    yield;
  });
  const plan = tinyPlan(lab, hypervisor, [vcpu], []);
  const isr = mmio ? localAccess(lab.machine.tariff, plan.steps, 'el2', 'emulate_reg_virtio') : null;
  const injected: number[] = [];
  const interrupts = interruptsOf(plan, isr, {
    inject: (_vcpu, line) => {
      const physical = new Interrupt(lab.machine, core, lab.interruptPaths(0, 0), () => void vcpu.pend(line));
      return { raise: () => (injected.push(lab.now), physical.raise()) };
    },
  });
  const queues = ['a', 'b'].map((name) => {
    const { driver, device } = virtqueue(plan, name);
    const call = interrupts.callOf(vcpu, new Completions(plan, name, driver, usedRingSteps(plan, []), (request) => (lab.note(`${name} ${request}`), false), null));
    return (request: number): void => {
      driver.add(request, 1, 0, 64);
      device.pushUsed(device.popAvail(), 64);
      device.publishUsed();
      if (call.begin()) call.raise();
    };
  });
  const useAt = (ps: number, queue: 0 | 1, request: number): void => lab.at(ps, () => queues[queue]!(request));
  return { lab, core, injected, useAt };
}

test('MSI-X: each queue has a vector of its own', () => {
  const { lab, core, injected, useAt } = bench(vhe, false);
  useAt(1000, 0, 1);
  useAt(1000, 1, 2);
  equal(lab.run(), ['1286 a 1', '1365 b 2']); // two entries, 110 and 111, + 30 + 4 + 31; 8 + 6 to the end, and 30 + 4 + 31 for the other
  is(injected.length, 2);
  is(ledgerOf(core)['register access (el2)'], undefined);
});

test('virtio-mmio: one interrupt and one acknowledgement for all queues', () => {
  const { lab, core, injected, useAt } = bench(staticPartition, true);
  useAt(1000, 0, 1);
  useAt(1000, 1, 2);
  const log = lab.run();
  equal(log.map((line) => line.split(' ').slice(1).join(' ')), ['a 1', 'b 2']);
  is(injected.length, 1);
  is(ledgerOf(core)['line: interrupt'], 1);
  is(ledgerOf(core)['register access (el2)'], 2);
});

test('a call while the line is asserted is left at the status bit where the daemon holds it, and raised again where QEMU does', () => {
  for (const [hypervisor, times] of [[staticPartition, 1], [vhe, 2]] as const) {
    const { lab, injected, useAt } = bench(hypervisor, true);
    useAt(1000, 0, 1);
    useAt(1200, 0, 2); // entered at 1110, read until 1273, not yet acknowledged
    const log = lab.run();
    equal(log.map((line) => line.split(' ')[2]), ['1', '2']);
    is(injected.length, times, hypervisor.title);
  }
});

test('a call after the acknowledgement asserts the line again, and is not lost', () => {
  for (const hypervisor of [staticPartition, vhe]) {
    for (let ps = 1000; ps < 1700; ps += 7) {
      const { lab, injected, useAt } = bench(hypervisor, true);
      useAt(1000, 0, 1);
      useAt(ps, 1, 2);
      useAt(ps + 3, 0, 3);
      const taken = lab.run().map((line) => line.split(' ')[2]).sort();
      equal(taken, ['1', '2', '3'], `at ${ps}`);
      ok(injected.length >= 1 && injected.length <= 3);
    }
  }
});

test('an interrupt that finds no status bit reads, acknowledges and ends', () => {
  const { lab, core, useAt } = bench(vhe, true);
  useAt(1000, 0, 1);
  useAt(1200, 0, 2);
  lab.run();
  equal([ledgerOf(core)['line: interrupt'], ledgerOf(core)['register access (el2)'], ledgerOf(core)['a: calls off']], [2, 4, 1]);
});

test('the line of virtio-mmio goes to the first vCPU, which wakes tasks of the others by an SGI', () => {
  const two = { 'topology.vcpus': 2, 'topology.queues': 2, 'policy.isr_served_by': 'el2' };
  const interrupts = (transport: string) =>
    trial(specimen('static-partition/vhost', { set: { ...two, 'policy.transport': transport }, job: { numjobs: 2 }, requests: 200 })).metrics.per_request;
  ok(interrupts('mmio').ipis > interrupts('pci-msix').ipis + 0.2);
});

test('merging saves the daemon its hypercalls under load, and the accesses of each interrupt that did not come', () => {
  const deep = { 'policy.isr_served_by': 'el2', 'workload.iodepth': 32, 'device.service': 1000 };
  const { cost } = visitsOf('static-partition/vhost', deep);
  ok(cost('res_push') < 1 && Math.abs(cost('emulate_reg_virtio') - 2 * cost('guest_irq_handler')) <= 0.1);
});

test.run();
