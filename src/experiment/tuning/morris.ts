import type { Random } from '../../sim/random.ts';
import { mean } from '../statistics.ts';
import { bootstrap95 } from './bootstrap.ts';
import { shuffled } from './latin-hypercube.ts';

/** Levels of the grid that trajectories walk on; even, so that every level is as likely as any other. */
const LEVELS = 4;
/** Length of a move, Morris' choice. */
const MOVE = LEVELS / (2 * (LEVELS - 1));

/** Ways through the unit cube that move every factor once (Morris, Technometrics 33, 1991). */
export interface MorrisDesign {
  readonly factors: number;
  /** Of every trajectory its start, then the point after each move. */
  readonly points: readonly (readonly number[])[];
  /** Of every trajectory, which factor each move moves, and by how much. */
  readonly moves: readonly (readonly { readonly factor: number; readonly by: number }[])[];
}

/** What moving one factor through its whole range does, at many places of the others. */
export interface MorrisEffect {
  readonly mu: number;
  /** Mean of the sizes (Campolongo, Cariboni and Saltelli 2007): how much the factor matters. */
  readonly muStar: number;
  readonly muStarInterval: readonly [low: number, high: number];
  /** Standard deviation: how much its effect depends on where it and the others stand. */
  readonly sigma: number;
}

export function morrisDesign(factors: number, trajectories: number, random: Random): MorrisDesign {
  const points: (readonly number[])[] = [];
  const moves = Array.from({ length: trajectories }, () => {
    const at = Array.from({ length: factors }, () => random.below(LEVELS) / (LEVELS - 1));
    points.push([...at]);
    return shuffled(factors, random).map((factor) => {
      const by = at[factor] < 0.5 ? MOVE : -MOVE;
      at[factor] += by;
      points.push([...at]);
      return { factor, by };
    });
  });
  return { factors, points, moves };
}

/** The effects of every factor from the function's values at the points of a design. */
export function morrisEffects({ factors, moves }: MorrisDesign, values: readonly number[], random: Random): readonly MorrisEffect[] {
  const effects = Array.from({ length: factors }, (): number[] => []);
  for (const [t, steps] of moves.entries()) {
    for (const [i, { factor, by }] of steps.entries()) {
      const at = t * (factors + 1) + i;
      effects[factor].push((values[at + 1] - values[at]) / by);
    }
  }
  const sizes = effects.map((list) => list.map(Math.abs));
  const intervals = bootstrap95(moves.length, (drawn) => sizes.map((list) => mean(drawn.map((t) => list[t]))), random);
  return effects.map((list, factor) => {
    const mu = mean(list);
    const squares = list.reduce((sum, effect) => sum + (effect - mu) * (effect - mu), 0);
    return { mu, muStar: mean(sizes[factor]), muStarInterval: intervals[factor], sigma: list.length < 2 ? 0 : Math.sqrt(squares / (list.length - 1)) };
  });
}
