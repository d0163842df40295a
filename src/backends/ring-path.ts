import type { Path, Tariff } from '../machine/path.ts';
import { repeat } from '../machine/step.ts';
import type { Step, Steps } from '../machine/step.ts';
import type { Footprint } from '../virtio/footprint.ts';

/**
 * A path that handles a virtqueue and costs what the bytes did: for each number of lines, descriptors and tables that is
 * met there is a path of its own, made once, so that a ledger counts visits of paths and nothing else.
 */
export class RingPath {
  readonly #tariff: Tariff;
  readonly #name: string;
  readonly #steps: Steps;
  readonly #countsLines: boolean;
  /** By tables, descriptors and lines. */
  readonly #known: Path[][][] = [];

  constructor(tariff: Tariff, name: string, steps: Steps) {
    this.#tariff = tariff;
    this.#name = name;
    this.#steps = steps;
    this.#countsLines = steps.some(({ per }) => per === 'line');
  }

  /** The path that pays for what a half of the queue did since it last paid. */
  of(footprint: Footprint): Path {
    const { descriptors, tables } = footprint;
    const lines = this.#countsLines ? footprint.lines : 0;
    footprint.lines = footprint.descriptors = footprint.tables = 0;
    return this.#known[tables]?.[descriptors]?.[lines] ?? this.#meet(tables, descriptors, lines);
  }

  #meet(tables: number, descriptors: number, lines: number): Path {
    const counts = { line: lines, descriptor: descriptors, table: tables, buffer: descriptors - tables };
    const taken = this.#steps.flatMap(({ per, ...step }): Step[] => (per === undefined ? [step] : counts[per] === 0 ? [] : [repeat(counts[per], step)]));
    const path = this.#tariff.path(this.#name, taken);
    const byDescriptors = (this.#known[tables] ??= []);
    (byDescriptors[descriptors] ??= [])[lines] = path;
    return path;
  }
}
