import type { Path, Tariff } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Footprint } from '../virtio/footprint.ts';
import { RingPath } from './ring-path.ts';

/** A path that handles a virtqueue and whose steps depend on a size too; each size is priced when it first comes. */
export class SizedRingPaths {
  readonly #tariff: Tariff;
  readonly #name: string;
  readonly #stepsOf: (bytes: number) => Steps;
  readonly #known = new Map<number, RingPath>();

  constructor(tariff: Tariff, name: string, stepsOf: (bytes: number) => Steps) {
    this.#tariff = tariff;
    this.#name = name;
    this.#stepsOf = stepsOf;
  }

  of(bytes: number, footprint: Footprint): Path {
    let path = this.#known.get(bytes);
    if (path === undefined) {
      path = new RingPath(this.#tariff, this.#name, this.#stepsOf(bytes));
      this.#known.set(bytes, path);
    }
    return path.of(footprint);
  }
}
