import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { OwnedLine } from '../../src/backends/owned-line.ts';
import { bareMetal } from '../../src/hypervisors/bare-metal.ts';
import { blockingIdle } from '../../src/hypervisors/idle.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import type { Hypervisor } from '../../src/hypervisors/hypervisor.ts';
import { haltPolling } from '../../src/machine/poll-window.ts';
import { stretch } from '../../src/machine/stretch.ts';
import type { Process } from '../../src/machine/thread.ts';
import type { Vcpu } from '../../src/machine/vcpu.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('line of an owned device');
const prices = { dev_irq_delay: 200, irq_to_el2: 30, kvm_run_loop: 9, vfio_irq_handler: 60, vlpi_deliver: 400, vlpi_doorbell: 70, irq_to_host_kernel: 12 };

function bench(hypervisor: Hypervisor, irq: string, body: (vcpu: Vcpu, lab: TinyMachine) => Process, blocks = false) {
  const lab: TinyMachine = new TinyMachine({ prices, ...(blocks ? { idle: (vcpu) => blocking(vcpu) } : {}) });
  const blocking = blockingIdle(() => ({ toWfi: lab.path(0), exit: lab.path(30), block: lab.path(300) }), haltPolling({ maxPs: 0, startPs: 0, grow: 2, shrink: 0 }), stretch('halt poll'));
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', (vcpu) => body(vcpu, lab));
  const line = new OwnedLine(tinyPlan(lab, hypervisor, [vcpu], [], { options: { irq } }), vcpu, lab.line('irq', 20));
  return { lab, core, vcpu, raiseAt: (ps: number) => lab.at(ps, () => line.raise()) };
}

function* computes({ thread }: Vcpu, lab: TinyMachine): Process {
  thread.compute(stretch('guest compute'), 5000);
  yield;
  lab.note('task');
}

test('without direct injection the guest is left and the host hands it on', () => {
  const { lab, core, raiseAt } = bench(vhe, 'gicv3', computes);
  raiseAt(1000);
  equal(lab.run(), [
    '1421 irq begins', // 200 delay + 30 + 9 + 12 + 60 + 110 entry with flush
    '5347 task', // 106 + 5000 + 111 + 110 + 20
  ]);
  is(ledgerOf(core)['assigned device interrupt, in guest'], 1);
});

test('hardware delivers to a resident vCPU without an exit', () => {
  const { lab, core, raiseAt } = bench(vhe, 'gicv4', computes);
  raiseAt(1000);
  equal(lab.run(), [
    '1200 irq begins', // 200 delay
    '5126 task', // 106 + 5000 + 20
  ]);
  is(ledgerOf(core)['enter from the kernel'], 1);
});

test('without a hypervisor it is always so', () => {
  const { lab, raiseAt } = bench(bareMetal, 'gicv3', computes);
  raiseAt(1000);
  equal(lab.run(), ['1200 irq begins', '5126 task']);
});

test('hardware asks the host to wake a vCPU that sleeps', () => {
  const { lab, core, raiseAt } = bench(vhe, 'gicv4', function* () {}, true);
  raiseAt(1000);
  // 200 delay + 70 idle exit + 12 + 70 doorbell + 130 wake a vCPU + 6 switch + 110 entry with flush
  is(lab.run()[0], '1598 irq begins');
  is(ledgerOf(core)['assigned device interrupt'], 1);
});

test('what the device raises while an interrupt is on its way shares it', () => {
  for (const irq of ['gicv3', 'gicv4']) {
    const { lab, raiseAt } = bench(vhe, irq, computes);
    for (const ps of [1000, 1050, 1199]) raiseAt(ps);
    is(lab.run().filter((line) => line.endsWith('irq begins')).length, 1, irq);
  }
});

test('raised again after it was delivered it comes again', () => {
  for (const irq of ['gicv3', 'gicv4']) {
    const { lab, raiseAt } = bench(vhe, irq, computes);
    for (const ps of [1000, 2000]) raiseAt(ps);
    is(lab.run().filter((line) => line.endsWith('irq begins')).length, 2, irq);
  }
});

test.run();
