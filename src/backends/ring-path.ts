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
  /** By tables and descriptors, then by lines. */
  readonly #known: Path[][][] = [];
  /** What was met last, which is what mostly comes next: its paths by lines. */
  #descriptors = 0;
  #tables = 0;
  #byLines: Path[];

  constructor(tariff: Tariff, name: string, steps: Steps) {
    this.#tariff = tariff;
    this.#name = name;
    this.#steps = steps;
    this.#countsLines = steps.some(({ per }) => per === 'line');
    this.#byLines = this.#pathsOf(0, 0);
  }

  /** The path that pays for what a half of the queue did since it last paid. */
  of(footprint: Footprint): Path {
    const { lines, descriptors, tables } = footprint;
    footprint.lines = footprint.descriptors = footprint.tables = 0;
    if (descriptors !== this.#descriptors || tables !== this.#tables) this.#byLines = this.#pathsOf(tables, descriptors);
    const counted = this.#countsLines ? lines : 0;
    return this.#byLines[counted] ?? this.#meet(counted);
  }

  #pathsOf(tables: number, descriptors: number): Path[] {
    this.#tables = tables;
    this.#descriptors = descriptors;
    const byDescriptors = (this.#known[tables] ??= []);
    return (byDescriptors[descriptors] ??= []);
  }

  #meet(lines: number): Path {
    const [tables, descriptors] = [this.#tables, this.#descriptors];
    const counts = { line: lines, descriptor: descriptors, table: tables, buffer: descriptors - tables };
    const taken = this.#steps.flatMap(({ per, ...step }): Step[] => (per === undefined ? [step] : counts[per] === 0 ? [] : [repeat(counts[per], step)]));
    return (this.#byLines[lines] = this.#tariff.path(this.#name, taken));
  }
}
