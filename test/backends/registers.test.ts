import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { counting, localAccess, vmmAccess } from '../../src/backends/registers.ts';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { hypervisor as x2 } from '../../src/machine/step.ts';
import type { ExitWeight } from '../../src/machine/vcpu.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('register access');
const prices = {
  trap_el1_to_el2: 40, gpr_save: 5, abort_decode: 7, mmio_region_lookup: 11, emulate_reg_virtio: 13,
  kvm_run_loop: 17, kvm_run_ioctl_exit: 1000, vmm_bus_dispatch: 500, bql_acquire: 100,
};

test('it costs the exit, the decoding, the emulation and the entry, by who answers', () => {
  for (const [weight, ps] of [
    ['el2', 156], // 40 + 5 + 7 + 11 + 13, and 80 entry
    ['kernel', 193], // 40 + 5 + 17 + 7 + 11 + 13, and 100 entry
    ['user', 1893], // 40 + 5 + 17 + 7 + 11 + 1000 + 500 + 100 + 13, and 200 entry
  ] as const satisfies readonly (readonly [ExitWeight, number])[]) {
    const lab = new TinyMachine({ prices });
    const plan = tinyPlan(lab, vhe, [], []);
    const register = weight === 'user' ? vmmAccess(plan, 'emulate_reg_virtio') : localAccess(lab.machine.tariff, plan.steps, weight, 'emulate_reg_virtio');
    lab.vcpu(lab.core(), 'vcpu', function* (vcpu) {
      vcpu.thread.call(register.access(vcpu));
      yield;
      // The entry comes before whatever the guest does next.
      yield;
      lab.note(`in guest: ${vcpu.inGuest}`);
    });
    equal(lab.run(), [`${106 + ps} in guest: true`], weight);
  }
});

test('what the access starts is done before the guest goes on, on the thread of its vCPU', () => {
  const lab = new TinyMachine({ prices });
  const { steps } = tinyPlan(lab, staticPartition, [], []);
  const register = localAccess(lab.machine.tariff, steps, 'el2', 'emulate_reg_virtio');
  const vcpu = lab.vcpu(lab.core(), 'vcpu', function* (vcpu) {
    vcpu.thread.call(register.access(vcpu, function* (thread) {
      is(thread, vcpu.thread);
      thread.run(lab.path(300));
      yield;
      lab.note(`in guest: ${vcpu.inGuest}`);
    }));
    yield;
  });
  equal(lab.run(), ['482 in guest: false']); // 106 + 40 + 5 + 7 + 11 + 13 + 300
  is(vcpu.inGuest, true);
});

test('an interrupt that comes during the access is taken without another exit', () => {
  const lab = new TinyMachine({ prices });
  const { steps } = tinyPlan(lab, staticPartition, [], []);
  const core = lab.core();
  const register = localAccess(lab.machine.tariff, steps, 'el2', 'emulate_reg_virtio');
  const vcpu = lab.vcpu(core, 'vcpu', function* (vcpu) {
    vcpu.thread.call(register.access(vcpu));
    yield;
  });
  const line = lab.line('irq', 20);
  const physical = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => void vcpu.pend(line));
  lab.at(110, () => physical.raise());
  equal(lab.run(), ['322 irq begins']); // 106 + 76 + 50 in host + 90 entry from EL2 with flush
});

test('the first step of a list counts as what it is said to', () => {
  const list = counting([x2('trap_el1_to_el2', 'exit'), x2('gpr_save')], 'kick');
  equal(list.map(({ counts }) => counts), [['exit', 'kick'], []]);
  equal(counting([], 'kick'), []);
});

test.run();
