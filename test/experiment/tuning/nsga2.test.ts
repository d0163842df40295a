import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { nsga2 } from '../../../src/experiment/tuning/nsga2.ts';
import type { Coordinates } from '../../../src/experiment/tuning/nsga2.ts';
import { crowding, dominates, fronts } from '../../../src/experiment/tuning/pareto.ts';
import type { Judged } from '../../../src/experiment/tuning/pareto.ts';
import { Random } from '../../../src/sim/random.ts';

const test = suite('experiment/tuning/nsga2');

type Evaluated = Judged & { readonly at: Coordinates };

/** So many evaluations of a function, with the names that it tells candidates apart by. */
function search(choices: readonly boolean[], judge: (at: Coordinates) => Judged, budget: number, seed = 1, nameOf = (at: Coordinates): string => at.join(' ')): readonly Evaluated[] {
  const asking = nsga2({ choices, nameOf }, new Random(seed, 'search'));
  const all: Evaluated[] = [];
  let step = asking.next();
  while (step.done !== true && all.length < budget) {
    const judged = step.value.map(judge);
    all.push(...step.value.map((at, i) => ({ at, ...judged[i] })));
    step = asking.next(judged);
  }
  return all;
}
const best = (all: readonly Evaluated[]): readonly Evaluated[] => fronts(all)[0].map((i) => all[i]);
const numbers = (count: number): readonly boolean[] => Array.from({ length: count }, () => false);

test('ZDT1: the front is 1 - sqrt(x), met along its whole length', () => {
  const zdt1 = (x: Coordinates): Judged => {
    const g = 1 + (9 * x.slice(1).reduce((sum, each) => sum + each, 0)) / (x.length - 1);
    return { costs: [x[0], g * (1 - Math.sqrt(x[0] / g))], violation: 0 };
  };
  const front = best(search(numbers(6), zdt1, 3000));
  ok(front.length >= 24, `${front.length}`);
  for (const { costs: [one, two] } of front) ok(two - (1 - Math.sqrt(one)) < 0.1, `${one} ${two}`);
  // Without a preference for the lonely the largest gap of this seed is 0.08.
  const along = front.map(({ costs: [one] }) => one).sort((a, b) => a - b);
  equal([along[0], along[along.length - 1]], [0, 1]);
  ok(along.every((one, i) => i === 0 || one - along[i - 1] < 0.025), 'no gap');
});

test('a sphere whose middle is forbidden: the best lies on the edge of what is allowed', () => {
  // The nearest place to (0.3, 0.3, 0.3) with a sum of at least 1.5 is (0.5, 0.5, 0.5), at a squared distance of 0.12.
  const sphere = (x: Coordinates): Judged => ({ costs: [x.reduce((sum, each) => sum + (each - 0.3) ** 2, 0)], violation: Math.max(0, 1.5 - x.reduce((sum, each) => sum + each, 0)) });
  const [{ costs: [cost], violation }] = best(search(numbers(3), sphere, 600));
  is(violation, 0);
  ok(cost >= 0.12 && cost < 0.13, `${cost}`);
});

test('whole numbers and choices: the one best of 1,100 is found with 300, nothing is tried twice, and a small space ends', () => {
  const decode = ([a, b, c]: Coordinates): readonly [number, number, string] => [Math.floor(a * 11 * 0.9999), Math.floor(b * 20 * 0.9999), 'abcde'[Math.floor(c * 5 * 0.9999)]];
  const nameOf = (at: Coordinates): string => decode(at).join(' ');
  const judge = (at: Coordinates): Judged => {
    const [a, b, c] = decode(at);
    return { costs: [(a - 7) ** 2 + (b - 13) ** 2 / 4 + (c === 'd' ? 0 : 10)], violation: 0 };
  };
  const all = search([false, false, true], judge, 300, 1, nameOf);
  equal(decode(best(all)[0].at), [7, 13, 'd']);
  is(new Set(all.map(({ at }) => nameOf(at))).size, all.length);
  const few = search([true, true], ([a, b]) => ({ costs: [a < 0.5 ? 1 : b], violation: 0 }), 10_000, 3, (at) => at.map((x) => Math.floor(x * 3 * 0.9999)).join(' '));
  is(few.length, 9, 'all of a small space');
});

test('loneliness is the way round to both neighbours in every objective; the ends are lonely without measure', () => {
  const front = [[0, 4], [4, 0], [1, 2], [1.5, 1.5]].map((costs) => ({ costs, violation: 0 }));
  equal(crowding(front), [Infinity, Infinity, 1.5 / 4 + 2.5 / 4, 3 / 4 + 2 / 4]);
});

test('the same seed asks for the same, another for others', () => {
  const judge = (x: Coordinates): Judged => ({ costs: [x[0], 1 - x[0] * x[1]], violation: 0 });
  equal(search(numbers(2), judge, 200), search(numbers(2), judge, 200));
  ok(search(numbers(2), judge, 200, 2)[0].at[0] !== search(numbers(2), judge, 200)[0].at[0]);
});

test('fronts hold everybody once, nobody in one dominates another there, and whoever is in a later one is dominated', () => {
  const judged = fc.record({ costs: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), violation: fc.constantFrom(0, 0, 1) });
  fc.assert(fc.property(fc.array(judged, { minLength: 1, maxLength: 30 }), (all) => {
    const found = fronts(all);
    equal(found.flat().sort((a, b) => a - b), all.map((_, i) => i));
    for (const [rank, front] of found.entries()) {
      ok(front.every((i) => front.every((j) => !dominates(all[i], all[j]))));
      if (rank > 0) ok(front.every((i) => found[rank - 1].some((j) => dominates(all[j], all[i]))));
    }
    is(crowding(found[0].map((i) => all[i])).filter((lonely) => lonely === Infinity).length >= Math.min(2, found[0].length), true);
  }), { numRuns: 200, seed: 5 });
});

test.run();
