import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { costs } from '../../src/machine/costs.ts';
import type { CostId } from '../../src/machine/costs.ts';
import { Tariff } from '../../src/machine/path.ts';
import { guestKernel as g, hypervisor as x2, repeat } from '../../src/machine/step.ts';

const test = suite('path');
const prices: Partial<Record<CostId, number>> = { trap_el1_to_el2: 40_000, abort_decode: 7000, copy_per_byte_l1: 31, copy_per_byte_memory: 90 };
const tariff = (): Tariff => new Tariff((cost) => prices[cost] ?? 0);

test('a path costs the sum of its steps', () => {
  const { fixedPs, bytePs } = tariff().path('exit', [x2('trap_el1_to_el2'), repeat(3, x2('abort_decode'))]);
  is(fixedPs, 61_000); // 40000 + 3 * 7000
  is(bytePs, 0);
});

test('steps that are priced by the byte are kept apart, each as often as it says', () => {
  const { fixedPs, bytePs } = tariff().path('copies', [g('abort_decode'), repeat(2, g('copy_per_byte_l1')), g('copy_per_byte_memory')]);
  is(fixedPs, 7000);
  is(bytePs, 152); // 2 * 31 + 90
});

test('a path without steps costs nothing', () => {
  const { fixedPs, bytePs } = tariff().path('nothing', []);
  equal([fixedPs, bytePs], [0, 0]);
});

test('a tariff knows its paths by their numbers; those of one name and the same steps are one, others are apart', () => {
  const some = tariff();
  const paths = ([['a', []], ['b', []], ['a', []], ['a', [g('abort_decode')]], ['a', [x2('abort_decode')]], ['a', [repeat(2, g('abort_decode'))]], ['a', [g('abort_decode', 'exit')]], ['a', [g('abort_decode')]]] as const)
    .map(([name, steps]) => some.path(name, steps));
  equal(paths.map(({ id }) => id), [0, 1, 0, 2, 3, 4, 5, 2]);
  paths.forEach((path) => is(some.paths[path.id], path));
});

test('a path of two lists costs what the two cost', () => {
  const step = fc.tuple(fc.constantFrom(...Object.keys(costs).filter((id): id is CostId => id in prices)), fc.integer({ min: 0, max: 9 }))
    .map(([cost, times]) => repeat(times, x2(cost)));
  fc.assert(fc.property(fc.array(step), fc.array(step), (a, b) => {
    const some = tariff();
    const [left, right, both] = [some.path('a', a), some.path('b', b), some.path('both', [...a, ...b])];
    is(both.fixedPs, left.fixedPs + right.fixedPs);
    is(both.bytePs, left.bytePs + right.bytePs);
  }));
});

test.run();
