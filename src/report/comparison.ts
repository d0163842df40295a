import type { Metrics, Results, TrialResult } from '../experiment/results.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { entryOf } from './entry.ts';
import type { Entry } from './entry.ts';
import { groupBy } from './group-by.ts';
import type { ResultUnit } from './units.ts';

/** What decides a comparison: latency where the load is given, throughput where the workload takes what it gets. */
export type Objective = 'latency' | 'throughput';

/** One grid point: same device, workload, parameters and unit, all systems. */
export interface Point {
  readonly id: string;
  readonly group: number;
  readonly device: string;
  readonly workload: string;
  readonly params: readonly (readonly [key: string, value: string])[];
  /** Value of the group's axis at this point. */
  readonly at: number | null;
  readonly unit: ResultUnit;
  readonly objective: Objective;
}

/** Points that differ in one numeric grid key only: what a chart over that key shows. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly axis: string | null;
  /** Values of the axis, ascending. */
  readonly steps: readonly number[];
  readonly unit: ResultUnit;
}

/** All that the page compares; also what its script reads. */
export interface Comparison {
  readonly groups: readonly Group[];
  readonly points: readonly Point[];
  /** By point, then best first. */
  readonly entries: readonly Entry[];
}

const SATURATING: readonly string[] = ['stream', 'producer-consumer'];

export function comparisonOf(results: Results): Comparison {
  const { grid, baseline } = results.suite;
  const groups: Group[] = [];
  const points: Point[] = [];
  const entries: Entry[] = [];
  for (const { title, scene, axis } of trialScenes(results.trials, grid)) {
    const steps = axis === null ? [] : [...new Set(numbers(scene, axis))].sort((a, b) => a - b);
    const unit = scene[0]?.unit ?? 'time';
    const group = groups.push({ id: `g${groups.length}`, title, unit, ...(steps.length > 1 ? { axis, steps } : { axis: null, steps: [] }) }) - 1;
    for (const same of groupBy(scene, (trial) => (axis === null ? '' : String(trial.params[axis]))).values()) {
      const point = points.push(pointOf(same, points.length, group, axis, grid)) - 1;
      entries.push(...ranked(same, point, points[point]?.at ?? null, baseline));
    }
  }
  return { groups, points, entries };
}

interface TrialScene {
  readonly title: string;
  readonly scene: readonly TrialResult[];
  readonly axis: string | null;
}

/** Trials that differ in the axis alone; each device and workload has an axis of its own. */
function trialScenes(trials: readonly TrialResult[], grid: readonly string[]): readonly TrialScene[] {
  const lots = [...groupBy(trials, ({ device, workload, unit }) => JSON.stringify([device, workload, unit])).values()];
  return lots.flatMap((lot) => {
    const axis = axisOf(lot, grid);
    const rest = grid.filter((key) => key !== axis);
    const scenes = groupBy(lot, (trial) => [...sceneOf(trial, rest), ...(trial.unit === 'time' ? [] : ['counted in instructions'])].join(' · '));
    return [...scenes].map(([title, scene]) => ({ title, scene, axis }));
  });
}

function pointOf(same: readonly TrialResult[], index: number, group: number, axis: string | null, grid: readonly string[]): Point {
  const [first] = same;
  if (first === undefined) throw new Error('empty grid point');
  const { device, workload, unit, params } = first;
  const at = axis === null ? null : params[axis];
  return {
    id: `p${index}`, group, device, workload, unit, objective: objectiveOf(workload),
    params: grid.flatMap((key) => (key in params ? [[key, shown(params[key])] as const] : [])),
    at: typeof at === 'number' ? at : null,
  };
}

/** Entries of one point, best first. */
function ranked(same: readonly TrialResult[], point: number, at: number | null, baseline: string): readonly Entry[] {
  const objective = objectiveOf(same[0]?.workload ?? '');
  const decides = deciding(objective);
  const reference = same.find((trial) => trial.system === baseline);
  return same
    .map((trial) => entryOf(trial, point, at, reference ? decides(trial.metrics) / decides(reference.metrics) : null))
    .sort((a, b) => (objective === 'latency' ? a.mean - b.mean : b.throughput - a.throughput));
}

export function deciding(objective: Objective): (metrics: Metrics) => number {
  return objective === 'latency' ? (metrics) => metrics.latency_us.mean : (metrics) => metrics.throughput_per_s;
}

export function objectiveOf(workload: string): Objective {
  return SATURATING.includes(workload) || workload.startsWith('fio') ? 'throughput' : 'latency';
}

/** What a point is called where the group's title already stands. */
export function pointTitle(point: Point, group: Group): string {
  return group.axis === null || point.at === null ? group.title : `${group.title} · ${settingInWords(group.axis, point.at)}`;
}

/** A setting as people say it: `iodepth 32`, `1 byte`. */
export function settingInWords(key: string, value: ParameterValue | undefined): string {
  const name = nameOfKey(key);
  return name === 'bytes' ? `${shown(value)} ${value === 1 ? 'byte' : 'bytes'}` : `${name} ${shown(value)}`;
}

/** `workload.depth` reads as `depth`. */
export function nameOfKey(key: string): string {
  return key.slice(key.indexOf('.') + 1).replaceAll('_', ' ');
}

export function sceneOf(trial: Pick<TrialResult, 'device' | 'workload' | 'params'>, keys: readonly string[]): readonly string[] {
  const what = trial.device === trial.workload ? [trial.device] : [trial.device, trial.workload];
  return [...what, ...keys.filter((key) => key in trial.params).map((key) => settingInWords(key, trial.params[key]))];
}

/** A parameter's value in words. */
export function shown(value: ParameterValue | undefined): string {
  return value === true ? 'on' : value === false ? 'off' : String(value);
}

/** The grid key that makes the x axis: a depth if there is one, else the first that has two numbers. */
function axisOf(trials: readonly TrialResult[], grid: readonly string[]): string | null {
  const numeric = grid.filter((key) => new Set(numbers(trials, key)).size > 1);
  return numeric.find((key) => key.includes('depth')) ?? numeric[0] ?? null;
}

function numbers(trials: readonly TrialResult[], key: string): readonly number[] {
  return trials.map((trial) => trial.params[key]).filter((value) => typeof value === 'number');
}
