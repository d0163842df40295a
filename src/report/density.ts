import type { Results, TrialResult } from '../experiment/results.ts';
import { groupBy } from './group-by.ts';

/** One system that served so many guests with so many cores for back ends. */
export interface DensityPoint {
  readonly guests: number;
  readonly cores: number;
  readonly p99: number;
  /** Requests per second of each guest. */
  readonly each: number;
}

export interface DensitySystem {
  readonly system: string;
  readonly points: readonly DensityPoint[];
}

/** What a suite found that varies guests and the cores of their back ends. */
export interface Density {
  readonly guests: readonly number[];
  readonly cores: readonly number[];
  readonly systems: readonly DensitySystem[];
  /** Limits of p99 in us that tell systems apart, ascending. */
  readonly limits: readonly number[];
}

const GUESTS = 'topology.guests';
const CORES = 'topology.host_cores';
const MOST_LIMITS = 4;

/** Each device and workload whose guests and cores were varied, and nothing else, by its name; empty where a suite varies others. */
export function densitiesOf({ trials, suite: { grid } }: Results): ReadonlyMap<string, Density> {
  const found = new Map<string, Density>();
  if (grid.length !== 2 || !grid.includes(GUESTS) || !grid.includes(CORES)) return found;
  for (const [name, lot] of groupBy(trials.filter(({ unit }) => unit === 'time'), ({ device, workload }) => `${device} · ${workload}`)) {
    const [guests, cores] = [GUESTS, CORES].map((key) => valuesOf(lot, key));
    if (guests === undefined || cores === undefined || guests.length < 2 || cores.length < 2) continue;
    const systems = [...groupBy(lot, ({ system }) => system)].map(([system, same]) => ({ system, points: same.map(pointOf) }));
    found.set(name, { guests, cores, systems, limits: limitsFor(systems) });
  }
  return found;
}

/** The fewest cores of the grid with which p99 stays below a limit; null where none is enough. */
export function coresFor({ points }: DensitySystem, guests: number, limitUs: number): number | null {
  const enough = points.filter((point) => point.guests === guests && point.p99 < limitUs).map(({ cores }) => cores);
  return enough.length === 0 ? null : Math.min(...enough);
}

function pointOf({ params, metrics }: TrialResult): DensityPoint {
  const guests = Number(params[GUESTS]);
  return { guests, cores: Number(params[CORES]), p99: metrics.latency_us.p99, each: metrics.throughput_per_s / guests };
}

function valuesOf(trials: readonly TrialResult[], key: string): readonly number[] {
  return [...new Set(trials.map(({ params }) => Number(params[key])))].toSorted((a, b) => a - b);
}

/** 1, 2 and 5 of every decade from where the slowest system first passes with few guests. */
function limitsFor(systems: readonly DensitySystem[]): readonly number[] {
  const least = Math.max(...systems.map(({ points }) => Math.min(...points.map(({ p99 }) => p99))));
  const limits: number[] = [];
  for (let decade = 1e-2; limits.length < MOST_LIMITS && decade < 1e12; decade *= 10) {
    for (const digit of [1, 2, 5]) if (digit * decade > least && limits.length < MOST_LIMITS) limits.push(Number((digit * decade).toPrecision(1)));
  }
  return limits;
}
