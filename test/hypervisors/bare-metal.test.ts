import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { bareMetal } from '../../src/hypervisors/bare-metal.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import { labProfile } from '../specimen.ts';
import { counted, levelChanges, lists, usual, variants } from './step-lists.ts';

const test = suite('hypervisors/bare-metal');
const every = variants(bareMetal).map(({ steps }) => steps);

test('no exit, no entry, no IPI, no injection: leaving a guest is nothing where there is none', () => {
  for (const steps of every) {
    for (const weight of ['el2', 'kernel', 'user'] as const) equal([steps.exit[weight], steps.enter[weight]], [[], []]);
    for (const { name, steps: list } of lists(steps)) {
      for (const what of ['exit', 'user exit', 'wfi exit', 'host exit', 'ipi', 'reschedule ipi', 'syscall'] as const) is(counted(what, list), 0, `${name}: ${what}`);
      is(levelChanges(list), 0, name);
    }
    for (const { send } of Object.values(steps.inject)) equal(send, []);
  }
});

test('all that is left happens at EL1 in the system\'s own kernel', () => {
  for (const steps of every) {
    for (const { name, steps: list } of lists(steps)) for (const { el, role } of list) equal([el, role], [1, 'guest kernel'], name);
    is(steps.wfi, null, 'WFI is native');
  }
});

test('it is the lower bound: no list of it costs more than the same list under any hypervisor, at any profile', () => {
  const others = Object.entries(hypervisors).filter(([id]) => id !== 'bare-metal');
  for (const name of ['neoverse-n1', 'm400', 'seattle', 'emulated-n1']) {
    const profile = labProfile(name);
    const priced = (hypervisor: (typeof hypervisors)[keyof typeof hypervisors]): Map<string, number> =>
      new Map(lists(hypervisor.steps(usual)).map((list) => [list.name, list.steps.reduce((sum, { cost, times }) => sum + times * price(profile.costs[cost]), 0)]));
    const price = ({ value, unit }: { readonly value: number; readonly unit: string }): number => (unit === 'cycles' ? value / (profile.clock_ghz ?? NaN) : value);
    const least = priced(bareMetal);
    for (const [id, hypervisor] of others) {
      for (const [list, cost] of priced(hypervisor)) ok((least.get(list) ?? 0) <= cost, `${name}: ${list} under ${id}`);
    }
  }
});

test.run();
