import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { systems } from '../../src/experiment/systems.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';

const test = suite('law: orders that must hold where nothing else decides');

const latencyUs = (system: string, wish: Wish): number => trial(specimen(system, wish)).metrics.latency_us.mean;

/** One request in flight, MSI-X, nobody polls, guest and back end on cores of their own. */
const alone: Wish = { device: 'net', workload: 'rr', set: { 'policy.transport': 'pci-msix' } };

for (const hypervisor of ['vhe', 'nvhe', 'static-partition']) {
  test(`${hypervisor}: vhost answers sooner than a user thread`, () => {
    ok(latencyUs(`${hypervisor}/vhost`, alone) < latencyUs(`${hypervisor}/user-thread`, alone));
  });
}

test('on a static partition with virtio-mmio too, where both serve the interrupt registers alike', () => {
  for (const set of [{ 'policy.isr_served_by': 'user' }, { 'policy.isr_served_by': 'el2' }]) {
    const wish: Wish = { device: 'net', workload: 'rr', set: { ...set, 'policy.transport': 'mmio' } };
    ok(latencyUs('static-partition/vhost', wish) < latencyUs('static-partition/user-thread', wish));
  }
});

test('a 1 KiB console write is slowest where the UART is emulated in the VMM', () => {
  const wish: Wish = { device: 'console', workload: 'console', requests: 50 };
  const emulated = ['nvhe/trap-and-emulate', 'vhe/trap-and-emulate', 'static-partition/trap-and-emulate[at=vmm]', 'xen/trap-and-emulate[at=vmm]'];
  const soonest = Math.min(...emulated.map((system) => latencyUs(system, wish)));
  const others = Object.keys(systems).filter((system) => !emulated.includes(system));
  is(others.length, Object.keys(systems).length - 2);
  for (const system of others) ok(latencyUs(system, wish) < soonest, system);
});

test.run();
