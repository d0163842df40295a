import type { Entry } from '../entry.ts';
import type { ResultUnit } from '../units.ts';

/** What a chart must know beside its entries. */
export interface Scene {
  readonly unit: ResultUnit;
  /** Numeric grid key on the x axis; null where the grid has none and systems are compared at one point. */
  readonly axis: string | null;
  /** Distinct values of the axis, ascending. */
  readonly steps: readonly number[];
  /** Every backend of the report, in a fixed order: a colour means the same everywhere. */
  readonly backends: readonly string[];
  readonly hypervisors: readonly string[];
  /** Whether results have bands from the uncertainty of the prices. */
  readonly banded: boolean;
}

/** One mark's datum. `system` ties it to the selection, `tip` is its tooltip: one line each. */
export interface Row {
  readonly system: string;
  readonly tip: string;
  readonly [field: string]: string | number | boolean | null;
}

/** The numbers of a chart as text and CSV show them. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One chart of the page: pure data in, a Vega-Lite specification and a table out. */
export interface Chart {
  readonly id: string;
  /** Whether it shows one point, or all points of a group along the axis (if the group has one), or belongs to groups along a console's lengths only. */
  readonly over: 'point' | 'axis' | 'length';
  readonly title: (scene: Scene) => string;
  /** How to read it, in one sentence; also its description for those who do not see it. */
  readonly says: (scene: Scene) => string;
  readonly rows: (entries: readonly Entry[], scene: Scene) => readonly Row[];
  readonly spec: (scene: Scene) => Specification;
  readonly table: (entries: readonly Entry[], scene: Scene) => Table;
}

/** A Vega-Lite specification without data, size and theme. */
export type Specification = Readonly<Record<string, unknown>>;
