import type { Path, Tariff } from './path.ts';
import type { Steps } from './step.ts';

/** One path whose steps depend on a size in more than its bytes, such as packets and buffers; each size is priced when it first comes. */
export class SizedPaths {
  readonly #tariff: Tariff;
  readonly #name: string;
  readonly #stepsOf: (bytes: number) => Steps;
  readonly #known = new Map<number, Path>();
  /** Sizes seldom change from one to the next. */
  #lastBytes = -1;
  #last: Path | undefined;

  constructor(tariff: Tariff, name: string, stepsOf: (bytes: number) => Steps) {
    this.#tariff = tariff;
    this.#name = name;
    this.#stepsOf = stepsOf;
  }

  of(bytes: number): Path {
    if (bytes === this.#lastBytes && this.#last !== undefined) return this.#last;
    let path = this.#known.get(bytes);
    if (path === undefined) {
      path = this.#tariff.path(this.#name, this.#stepsOf(bytes));
      this.#known.set(bytes, path);
    }
    this.#lastBytes = bytes;
    this.#last = path;
    return path;
  }
}
