import { Random } from '../../sim/random.ts';
import type { Metrics } from '../results.ts';
import { judge } from './goals.ts';
import type { Goals } from './goals.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { nsga2 } from './nsga2.ts';
import type { AskingJudgement, Encoding } from './nsga2.ts';
import { keyOf, pointAt } from './space.ts';
import type { Dimension, Point } from './space.ts';

/** How candidates are found: by evolution, by chance, or all that there are. */
export const searchMethods = ['nsga2', 'random', 'grid'] as const;
export type SearchMethod = (typeof searchMethods)[number];

/** A search as it is asked for: the same asks for the same points in the same order, however often it is begun. */
export interface Search {
  readonly dimensions: readonly Dimension[];
  readonly goals: Goals;
  readonly method: SearchMethod;
  /** Points at most. */
  readonly budget: number;
  readonly seed: number;
}

/** A point and what was measured there; null where no machine is like that. */
export interface Evaluation {
  readonly point: Point;
  readonly metrics: Metrics | null;
}

/** Asks for measurements at some points, several at once, and ends with all of them. */
export type AskingPoints = Generator<readonly Point[], readonly Evaluation[], readonly Evaluation['metrics'][]>;

/** Looks for the best points of a space. */
export function* search({ dimensions, goals, method, budget, seed }: Search): AskingPoints {
  const nameOf: Encoding['nameOf'] = (coordinates) => JSON.stringify(pointAt(dimensions, coordinates));
  const encoding: Encoding = { choices: dimensions.map(({ kind }) => kind === 'choice'), nameOf };
  const asking = makers[method](encoding, new Random(seed, `search by ${method}`), dimensions);
  const found: Evaluation[] = [];
  let step = asking.next();
  while (step.done !== true && found.length < budget) {
    const points = step.value.slice(0, budget - found.length).map((coordinates) => pointAt(dimensions, coordinates));
    const measured = yield points;
    found.push(...points.map((point, i) => ({ point, metrics: measured[i] })));
    if (points.length < step.value.length) break;
    step = asking.next(measured.map((metrics) => judge(goals, metrics)));
  }
  return found;
}

type Maker = (encoding: Encoding, random: Random, dimensions: readonly Dimension[]) => AskingJudgement;
const LOT = 24;
/** Lots without anything new, before a space counts as searched. */
const PATIENCE = 20;

const makers: Readonly<Record<SearchMethod, Maker>> = {
  nsga2,
  *random({ choices, nameOf }, random) {
    const known = new Set<string>();
    for (let stale = 0; stale < PATIENCE; stale++) {
      const fresh = latinHypercube(LOT, choices.length, random).filter((candidate) => !known.has(nameOf(candidate)) && known.add(nameOf(candidate)).size > 0);
      if (fresh.length === 0) continue;
      stale = -1;
      yield fresh;
    }
  },
  *grid(_, __, dimensions) {
    let all: readonly (readonly number[])[] = [[]];
    for (const dimension of dimensions) {
      const count = stepsOf(dimension);
      all = all.flatMap((before) => Array.from({ length: count }, (_, i) => [...before, (i + 0.5) / count]));
    }
    yield all;
  },
};

/** More points than these are no grid that anybody waits for. */
const MOST_STEPS = 10_000;

/** The values of a dimension one by one; a range of what is no whole number has none. */
export function stepsOf(dimension: Dimension): number {
  if (dimension.kind === 'choice') return dimension.values.length;
  const { axis: { from, to, whole, spread } } = dimension;
  if (!whole || spread !== 'even' || to - from >= MOST_STEPS) throw new Error(`${keyOf(dimension)}: a grid needs its values one by one (write them as a list, or use method nsga2 or random)`);
  return to - from + 1;
}
