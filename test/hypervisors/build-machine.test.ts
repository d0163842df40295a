import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { buildMachine } from '../../src/hypervisors/build-machine.ts';
import { nvhe } from '../../src/hypervisors/nvhe.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import { xen } from '../../src/hypervisors/xen.ts';
import { Core } from '../../src/machine/core.ts';
import type { CostId } from '../../src/machine/costs.ts';
import { Tariff } from '../../src/machine/path.ts';
import { Thread } from '../../src/machine/thread.ts';
import { Vcpu } from '../../src/machine/vcpu.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { usual } from './step-lists.ts';

const test = suite('hypervisors/build-machine');

/** A machine on which one cost alone takes time, 1 ps, with a maker of vCPUs. */
function machineWith(only: CostId, hypervisor = vhe, options = usual) {
  const machine = buildMachine(new Simulation(), new Tariff((cost) => (cost === only ? 1 : 0)), hypervisor.steps(options), 1000, function* () {});
  const core = (): Core => new Core('core', machine);
  const vcpu = (vm: string, on: Core): Vcpu => {
    const made = new Vcpu(vm, new Thread(vm, on, vm));
    made.loaded = true;
    return made;
  };
  const comes = (from: Vcpu | null, to: Vcpu): number => machine.paths.switchBetween(from?.thread ?? null, to.thread).fixedPs;
  return { core, vcpu, comes };
}

test('a vCPU flushes where another one of its VM ran last, and nowhere else: another VM has another VMID', () => {
  for (const mode of [vhe, nvhe]) {
    const { core, vcpu, comes } = machineWith('vcpu_migrate_tlb_flush', mode);
    const shared = core();
    const [a, sibling, other, elsewhere] = [vcpu('one', shared), vcpu('one', shared), vcpu('two', shared), vcpu('one', core())];
    equal([comes(null, a), comes(a, a), comes(a, other), comes(other, a)], [0, 0, 0, 0]);
    equal([comes(a, sibling), comes(sibling, other), comes(other, sibling), comes(sibling, a), comes(null, elsewhere)], [1, 0, 0, 1, 0]);
  }
});

test('the first use of FP after the load of a switch traps once under a recent KVM; KVM of 2016 and Xen do not know it', () => {
  const paid = (hypervisor: typeof vhe, options = usual): number => {
    const { core, vcpu, comes } = machineWith('fp_lazy_trap', hypervisor, options);
    return comes(null, vcpu('one', core()));
  };
  equal([paid(vhe), paid(nvhe), paid(xen)], [1, 1, 0]);
  equal([paid(vhe, { ...usual, era: '2016' }), paid(nvhe, { ...usual, era: '2016' })], [0, 0]);
});

test('a vCPU that a user exit has put away loads when it goes back, not at the switch', () => {
  const { core, vcpu, comes } = machineWith('vcpu_load');
  const away = vcpu('one', core());
  is(comes(null, away), 1);
  away.loaded = false;
  is(comes(null, away), 0);
});

test.run();
