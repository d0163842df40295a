import { costs } from './costs.ts';
import type { CostId } from './costs.ts';
import type { Steps } from './step.ts';

/** A stretch of steps on one core between two hand-overs, priced: `fixedPs + bytes * bytePs`. */
export interface Path {
  /** Index in the ledgers of the cores. */
  readonly id: number;
  readonly name: string;
  readonly steps: Steps;
  readonly fixedPs: number;
  readonly bytePs: number;
}

/**
 * The price of every cost in whole picoseconds (per visit, or per byte), and the paths that were priced by it. Paths of the
 * same name and steps are one: a thousand guests have as many as one guest, and so have the ledgers of their cores.
 */
export class Tariff {
  readonly paths: Path[] = [];
  readonly #known = new Map<string, Path>();
  readonly price: (cost: CostId) => number;

  constructor(pricePs: (cost: CostId) => number) {
    this.price = pricePs;
  }

  path(name: string, steps: Steps): Path {
    const key = keyOf(name, steps);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let fixedPs = 0;
    let bytePs = 0;
    for (const step of steps) {
      const ps = step.times * this.price(step.cost);
      if (costs[step.cost].per === 'byte') bytePs += ps;
      else fixedPs += ps;
    }
    const path: Path = { id: this.paths.length, name, steps, fixedPs, bytePs };
    this.paths.push(path);
    this.#known.set(key, path);
    return path;
  }
}

function keyOf(name: string, steps: Steps): string {
  let key = name;
  for (const { cost, el, role, times, counts } of steps) key += `|${cost} ${el} ${role} ${times} ${counts.join(' ')}`;
  return key;
}
