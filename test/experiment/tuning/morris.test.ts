import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Random } from '../../../src/sim/random.ts';
import { latinHypercube } from '../../../src/experiment/tuning/latin-hypercube.ts';
import { morrisDesign, morrisEffects } from '../../../src/experiment/tuning/morris.ts';
import { ishigami, linear, sobolG } from './known-functions.ts';

const test = suite('experiment/tuning/morris');
const screened = (factors: number, of: (x: readonly number[]) => number, trajectories: number) => {
  const design = morrisDesign(factors, trajectories, new Random(2, 'design'));
  return morrisEffects(design, design.points.map(of), new Random(2, 'bootstrap'));
};

test('each trajectory moves every factor once and never leaves the cube; all levels are met alike', () => {
  const { points, moves } = morrisDesign(7, 400, new Random(1, 'ways'));
  is(points.length, 400 * 8);
  const met = new Map<number, number>();
  for (const [t, steps] of moves.entries()) {
    equal(steps.map(({ factor }) => factor).sort(), [0, 1, 2, 3, 4, 5, 6]);
    for (const [i, { factor, by }] of steps.entries()) {
      const [from, to] = [points[t * 8 + i], points[t * 8 + i + 1]];
      from.forEach((value, other) => ok(other === factor ? Math.abs(to[other] - value - by) < 1e-12 : to[other] === value));
    }
  }
  for (const value of points.flat()) met.set(Math.round(value * 3), (met.get(Math.round(value * 3)) ?? 0) + 1);
  equal([...met.keys()].sort(), [0, 1, 2, 3]);
  for (const count of met.values()) ok(Math.abs(count / (400 * 8 * 7) - 0.25) < 0.03, `${count}`);
});

test('of a sum the effects are the weights, with no spread at all', () => {
  for (const [i, { mu, muStar, sigma, muStarInterval }] of screened(5, linear.of, 8).entries()) {
    const weight = [8, 4, 2, 1, 0][i];
    ok([mu, muStar, ...muStarInterval].every((value) => Math.abs(value - weight) < 1e-9) && sigma < 1e-9, `${i}: ${mu}`);
  }
});

test('a product of two has the effects that can be counted by hand', () => {
  // d(xy)/dx = y, which is 0, 1/3, 2/3 or 1, each as often: mean 1/2, standard deviation sqrt(5/36).
  const [x, y] = screened(2, ([a, b]) => a * b, 4000);
  for (const { mu, sigma } of [x, y]) ok(Math.abs(mu - 0.5) < 0.02 && Math.abs(sigma - Math.sqrt(5 / 36)) < 0.01, `${mu} ${sigma}`);
});

test('opposite effects cancel in mu and not in mu*', () => {
  const [x] = screened(2, ([a, b]) => a * (b - 0.5), 400);
  ok(Math.abs(x.mu) < 0.05 && x.muStar > 0.3 && x.muStarInterval[0] <= x.muStar && x.muStar <= x.muStarInterval[1]);
});

test('the order of the g-function and that of Ishigami are found', () => {
  const order = (factors: number, of: (x: readonly number[]) => number) => screened(factors, of, 60).map(({ muStar }, i) => ({ muStar, i })).sort((a, b) => b.muStar - a.muStar).map(({ i }) => i);
  equal(order(6, (x) => sobolG.of(x)).slice(0, 4), [0, 1, 2, 3]);
  is(screened(3, ishigami.of, 60).filter(({ sigma }) => sigma > 1).length, 3, 'none of its effects is the same everywhere');
});

test('a Latin hypercube has one point in each slice of every dimension', () => {
  const points = latinHypercube(50, 4, new Random(9, 'cube'));
  for (const dimension of [0, 1, 2, 3]) equal(points.map((point) => Math.floor(point[dimension] * 50)).sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i));
});

test.run();
