import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { pairedDifference } from '../../../src/experiment/statistics.ts';
import type { Axis } from '../../../src/experiment/tuning/axis.ts';
import { frontier } from '../../../src/experiment/tuning/frontier.ts';
import type { Cell, Frontier } from '../../../src/experiment/tuning/frontier.ts';
import { metricNamed } from '../../../src/experiment/tuning/metric.ts';

const test = suite('experiment/tuning/frontier');
const axis = (key: string, over: Partial<Axis> = {}): Axis => ({ key, from: 0, to: 10, whole: false, spread: 'even', unit: '', ...over });

function play(difference: (x: number, y: number) => number, count = 6, x = axis('x'), y = axis('y')): Frontier {
  const asking = frontier(x, y, metricNamed('latency_us.mean'), count);
  let step = asking.next();
  while (step.done !== true) {
    step = asking.next(step.value.map((place): Cell => {
      const d = difference(place.x, place.y);
      return { ...place, a: 100 + d, b: 100, difference: pairedDifference([100 + d, 100 + d], [100, 100]) };
    }));
  }
  return step.value;
}

test('every crossing lies on the curve, and the borders join them all', () => {
  const { crossings, borders, cells } = play((x, y) => x * x + y * y - 49);
  is(cells.length, 36);
  ok(crossings.length >= 6);
  for (const { x, y } of crossings) ok(Math.abs(Math.sqrt(x * x + y * y) - 7) < 0.05, `${x} ${y}`);
  is(borders.length, crossings.length - 1, 'one open line');
});

test('two corners alike across from each other are parted by two borders', () => {
  const { borders, crossings } = play((x, y) => (x - 5) * (y - 5), 2);
  equal([crossings.length, borders.length], [4, 2]);
});

test('a plane that one of them wins has no frontier', () => {
  const { borders, crossings } = play((x, y) => x + y + 1);
  equal([borders, crossings], [[], []]);
});

test('along whole numbers a crossing is half way between two neighbours', () => {
  const { crossings } = play((x) => x - 4.3, 3, axis('x', { whole: true }));
  equal([...new Set(crossings.map(({ x }) => x))], [4.5]);
});

test.run();
