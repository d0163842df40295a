import { exp, ln } from '../../sim/math.ts';
import type { Random } from '../../sim/random.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { crowding, fronts } from './pareto.ts';
import type { Judged } from './pareto.ts';

/** Coordinates from 0 to 1. */
export type Coordinates = readonly number[];
/** Asks how good candidates are, a generation at a time, for as long as anybody answers. */
export type AskingJudgement = Generator<readonly Coordinates[], void, readonly Judged[]>;

/** What of a candidate is to be told apart: `choice` coordinates have no order, and candidates of one name are one. */
export interface Encoding {
  readonly choices: readonly boolean[];
  readonly nameOf: (candidate: Coordinates) => string;
}

/** Candidates of a generation. */
const POPULATION = 24;
/** Distribution indexes of crossover and mutation, as Deb et al. have them. */
const [CROSSOVER, MUTATION] = [15, 20];
/** Attempts at a candidate that is new, before the space counts as searched. */
const ATTEMPTS = 200;

interface Member extends Judged {
  readonly at: Coordinates;
}

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002): the better half of parents and children, by front and then by loneliness, has
 * the next children, by simulated binary crossover and polynomial mutation. Nobody is asked for twice; it ends when nothing new is left.
 */
export function* nsga2({ choices, nameOf }: Encoding, random: Random): AskingJudgement {
  const known = new Set<string>();
  const isNew = (candidate: Coordinates): boolean => !known.has(nameOf(candidate)) && known.add(nameOf(candidate)).size > 0;
  let asked = latinHypercube(POPULATION, choices.length, random).filter(isNew);
  let members: readonly Member[] = [];
  while (asked.length > 0) {
    const judged = yield asked;
    const all = [...members, ...asked.map((at, i): Member => ({ at, ...judged[i] }))];
    const ranked = fronts(all).flatMap((front, rank) => {
      const lonely = crowding(front.map((i) => all[i]));
      return front.map((i, k) => ({ member: all[i], rank, lonely: lonely[k] }));
    }).sort((a, b) => a.rank - b.rank || (a.lonely === b.lonely ? 0 : b.lonely - a.lonely)).slice(0, POPULATION);
    members = ranked.map(({ member }) => member);
    // They stand in order: of two the one that stands first is the better parent.
    const parent = (): Coordinates => members[Math.min(random.below(members.length), random.below(members.length))].at;
    const children: Coordinates[] = [];
    for (let attempt = 0; attempt < ATTEMPTS && children.length < POPULATION; attempt++) {
      const child = mutated(crossed(parent(), parent(), choices, random), choices, random);
      if (isNew(child)) children.push(child);
    }
    asked = children;
  }
}

function crossed(a: Coordinates, b: Coordinates, choices: readonly boolean[], random: Random): Coordinates {
  return a.map((x, i) => {
    const [u, swap, mix] = [random.uniform(), random.uniform() < 0.5, random.uniform() < 0.9];
    const [one, other] = swap ? [b[i], x] : [x, b[i]];
    if (choices[i] || !mix) return one;
    const beta = u < 0.5 ? power(2 * u, 1 / (CROSSOVER + 1)) : 1 / power(2 * (1 - u), 1 / (CROSSOVER + 1));
    return inside(((1 + beta) * one + (1 - beta) * other) / 2);
  });
}

function mutated(at: Coordinates, choices: readonly boolean[], random: Random): Coordinates {
  return at.map((x, i) => {
    const [chance, u] = [random.uniform(), random.uniform()];
    if (chance >= 1 / at.length) return x;
    if (choices[i]) return u;
    return inside(u < 0.5 ? x + power(2 * u, 1 / (MUTATION + 1)) - 1 : x + 1 - power(2 * (1 - u), 1 / (MUTATION + 1)));
  });
}

const power = (base: number, exponent: number): number => (base < 1e-300 ? 0 : exp(exponent * ln(base)));
const inside = (x: number): number => Math.min(1, Math.max(0, x));
