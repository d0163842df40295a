import type { Axis } from './axis.ts';
import { nearEnough, valuesOn } from './axis.ts';
import type { Outcome } from './paired.ts';
import type { Metric } from './metric.ts';
import { narrowed } from './root.ts';

/** Where in a plane something was measured. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A duel at one place of the plane. */
export interface Cell extends Place, Outcome {}

/** A stretch of the line between the parts of the plane that each of the two wins. */
export interface Border {
  readonly from: Place;
  readonly to: Place;
}

/** Who wins where in a plane of two parameters. */
export interface Frontier {
  readonly x: Axis;
  readonly y: Axis;
  readonly metric: string;
  /** Row by row, y ascending, then x ascending. */
  readonly cells: readonly Cell[];
  /** Between neighbouring cells of different winners: the place where the difference is nothing, found along the line that joins them. */
  readonly crossings: readonly Place[];
  readonly borders: readonly Border[];
}

/** Asks for duels at places of the plane. */
export type AskingAt<Answer> = Generator<readonly Place[], Answer, readonly Cell[]>;

/** Parts of the way between two neighbours at which a crossing of a plane is near enough. */
const PARTS = 50;

/** Measures a lattice and finds, along every edge of it whose ends have different winners, where the winner changes. */
export function* frontier(x: Axis, y: Axis, metric: Metric, count: number): AskingAt<Frontier> {
  const [xs, ys] = [valuesOn(x, count), valuesOn(y, count)];
  const cells = yield ys.flatMap((row) => xs.map((column) => ({ x: column, y: row })));
  const at = (column: number, row: number): Cell => cells[row * xs.length + column];
  const across = new Map<string, Place>();
  for (let row = 0; row < ys.length; row++) {
    for (let column = 0; column < xs.length; column++) {
      const here = at(column, row);
      if (column + 1 < xs.length) yield* crossed(here, at(column + 1, row), x, 'x', across, `${column} ${row} right`);
      if (row + 1 < ys.length) yield* crossed(here, at(column, row + 1), y, 'y', across, `${column} ${row} up`);
    }
  }
  return { x, y, metric: metric.name, cells, crossings: [...across.values()], borders: bordersOf(xs.length, ys.length, at, across) };
}

const isAbove = ({ difference }: Cell): boolean => difference.mean > 0;

/** Finds the change between two neighbours and keeps it under a name; nothing where there is none. */
function* crossed(one: Cell, other: Cell, axis: Axis, along: 'x' | 'y', found: Map<string, Place>, name: string): AskingAt<void> {
  if (isAbove(one) === isAbove(other)) return;
  const near = axis.whole ? 1 : Math.max(nearEnough(axis), (other[along] - one[along]) / PARTS);
  const line = narrowed({ low: alongOf(one, along), high: alongOf(other, along) }, ({ cell }) => cell.difference.mean, near, axis.whole);
  let step = line.next();
  while (step.done !== true) {
    const answers = yield step.value.map((value) => ({ ...placeOf(one), [along]: value }));
    step = line.next(answers.map((cell) => alongOf(cell, along)));
  }
  const { low, high } = step.value;
  found.set(name, { ...placeOf(one), [along]: (low.x + high.x) / 2 });
}

const alongOf = (cell: Cell, along: 'x' | 'y'): { readonly x: number; readonly cell: Cell } => ({ x: cell[along], cell });
const placeOf = ({ x, y }: Cell): Place => ({ x, y });

/** In each square of four neighbours the crossings of its edges, joined; with four of them those around the two corners that stand alone. */
function bordersOf(columns: number, rows: number, at: (column: number, row: number) => Cell, across: ReadonlyMap<string, Place>): readonly Border[] {
  const borders: Border[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const [bottom, right, top, left] = [`${column} ${row} right`, `${column + 1} ${row} up`, `${column} ${row + 1} right`, `${column} ${row} up`].map((name) => across.get(name));
      const met = [bottom, right, top, left].filter((place) => place !== undefined);
      if (met.length === 2) borders.push({ from: met[0], to: met[1] });
      if (bottom === undefined || right === undefined || top === undefined || left === undefined) continue;
      const mean = [at(column, row), at(column + 1, row), at(column, row + 1), at(column + 1, row + 1)].reduce((sum, { difference }) => sum + difference.mean, 0);
      const joined = mean > 0 === isAbove(at(column, row)) ? [[bottom, right], [left, top]] : [[bottom, left], [right, top]];
      for (const [from, to] of joined) borders.push({ from, to });
    }
  }
  return borders;
}
