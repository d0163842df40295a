import type { ParameterValue } from '../machine/parameter.ts';
import { compatiblePairs, type Pair } from './pairs.ts';
import { defaultsOf, factsOf, hasKey, parameterGroups, resolveParameter, type ParameterGroups } from './parameters.ts';
import { policies } from './policies.ts';
import type { FioJob, Profile, TrialSpec } from './spec.ts';
import { suiteProblems } from './suite-problems.ts';
import { parseSystem } from './systems.ts';

/** An experiment: which systems meet which devices and workloads, at which settings, how often. */
export interface Suite {
  readonly name: string;
  readonly systems: readonly string[];
  readonly devices: readonly string[];
  /** A workload id, or a fio job file: `fio:NAME`, `fio:./path.fio` and `{ fio: NAME }` are the same. */
  readonly workloads: readonly (string | { readonly fio: string })[];
  readonly profile: string;
  readonly policy: string;
  /** Settings of every trial, as the user wrote them; keys as for `--set`. */
  readonly set: Readonly<Record<string, ParameterValue>>;
  /** Values to try of each key, as the user wrote them; every combination is a trial. */
  readonly grid: Readonly<Record<string, readonly ParameterValue[]>>;
  readonly requests: number;
  readonly replications: number;
  readonly seed: number;
  /** The system that the others are compared with. */
  readonly baseline: string;
  /** Where each key of `set` and `grid`, `profile` and each `fio:NAME` was written (`file:line:column`, `--set`), for errors that show when other files are read. */
  readonly where?: Readonly<Record<string, string>>;
}

/** What a suite only names: the profile itself, and the jobs of a fio file. */
export interface Sources {
  readonly profile: Profile;
  readonly fio: (name: string) => readonly FioJob[];
}

/** More than this in one suite is taken for a mistake. */
export const mostTrials = 1_000_000;

/** The number of trials in a suite, by multiplication alone. */
export function gridSize(suite: Suite): number {
  return suite.systems.length * compatiblePairs(suite).reduce((sum, pair) => sum + pointsOf(suite, pair), 0);
}

/** A key that a pair lacks does not multiply that pair's trials. */
const axesOf = (suite: Suite, groups: ParameterGroups): readonly (readonly [key: string, values: readonly ParameterValue[]])[] =>
  Object.entries(suite.grid).filter(([key]) => hasKey(key, groups));

const pointsOf = (suite: Suite, { device, workload }: Pair): number =>
  axesOf(suite, parameterGroups(device, workload)).reduce((product, [, values]) => product * values.length, 1);

/**
 * Every trial of a suite: systems x devices x workloads x grid points, in the order of the suite (the last grid key changes fastest).
 * A setting is the grid's, else that of the suite's `set`, else the policy's, else the profile's, else the default. Wrong suites and more than a million trials are refused.
 */
export function expandSuite(suite: Suite, { profile, fio }: Sources): readonly TrialSpec[] {
  const [problem] = suiteProblems(suite);
  if (problem !== undefined) throw new Error(`suite ${suite.name}: ${problem.place.join('.')}: ${problem.says}`);
  refuseTooMany(suite);
  const jobs = new Map<string, readonly FioJob[]>();
  const lots = compatiblePairs(suite).map((pair) => {
    const name = pair.fio;
    if (name !== undefined && !jobs.has(name)) jobs.set(name, fio(name));
    return { pair, jobs: name === undefined ? undefined : jobs.get(name), points: paramsOf(suite, pair, profile) };
  });
  const { requests, replications, seed } = suite;
  return suite.systems.map((text) => parseSystem(text).name).flatMap((system) =>
    lots.flatMap(({ pair: { device, workload }, jobs, points }) =>
      points.map((params) => ({ system, device, workload, ...(jobs && { jobs }), params, profile, requests, replications, seed }) satisfies TrialSpec),
    ),
  );
}

function refuseTooMany(suite: Suite): void {
  const trials = gridSize(suite);
  if (trials <= mostTrials) return;
  const parts = compatiblePairs(suite).map((pair) => ({ pair, points: pointsOf(suite, pair) })).filter(({ points }) => points > 1);
  const largest = parts.reduce((most, part) => (part.points > most.points ? part : most), parts[0] ?? { pair: compatiblePairs(suite)[0], points: 1 });
  const axes = axesOf(suite, parameterGroups(largest.pair.device, largest.pair.workload)).map(([key, values]) => `${key} ${values.length}`);
  throw new Error(
    `suite ${suite.name} has ${grouped(trials)} trials: systems ${suite.systems.length} x ${[`${largest.pair.device}/${largest.pair.workload}`, ...axes].join(' x ')}${
      parts.length > 1 ? ' and so on' : ''
    } (at most ${grouped(mostTrials)})`,
  );
}

/** 1,234,567; powers of ten from 10^15. */
const grouped = (count: number): string => (count < 1e15 ? String(count).replace(/\B(?=(\d{3})+$)/g, ',') : count.toExponential(2));

/** The settings of each grid point of a pair; the same object serves all systems. */
function paramsOf(suite: Suite, { device, workload }: Pair, profile: Profile): readonly Readonly<Record<string, ParameterValue>>[] {
  const groups = parameterGroups(device, workload);
  const resolve = (key: string, raw: ParameterValue): ParameterValue => {
    try {
      return resolveParameter(key, raw, groups, profile);
    } catch (error) {
      const where = suite.where?.[key];
      throw where === undefined || !(error instanceof Error) ? error : new Error(`${where}: ${error.message}`);
    }
  };
  const fixed = { ...defaultsOf(groups), ...factsOf(profile, groups) };
  const { set } = (policies as Readonly<Record<string, { readonly set: Readonly<Record<string, ParameterValue>> }>>)[suite.policy];
  for (const [key, raw] of [...Object.entries(set), ...Object.entries(suite.set)]) {
    if (hasKey(key, groups)) fixed[key] = resolve(key, raw);
  }
  let points: Readonly<Record<string, ParameterValue>>[] = [fixed];
  for (const [key, values] of axesOf(suite, groups)) {
    const resolved = values.map((raw) => resolve(key, raw));
    points = points.flatMap((point) => resolved.map((value) => ({ ...point, [key]: value })));
  }
  return points;
}

/**
 * A suite with the settings of a command line or a file put over its own. A key that the grid varies is refused:
 * the grid would win, and an asked-for setting must not vanish. `from` (`--set` or a file) begins the errors.
 */
export function withOverrides(suite: Suite, overrides: Readonly<Record<string, ParameterValue>>, from = '--set'): Suite {
  for (const key of Object.keys(overrides)) {
    const values = Object.hasOwn(suite.grid, key) ? suite.grid[key] : undefined;
    if (values !== undefined) throw new Error(`${from}: ${key} is varied by the grid of suite ${suite.name} (${values.slice(0, 8).join(', ')}${values.length > 8 ? ', ...' : ''}): it cannot be set as well`);
  }
  const where = { ...suite.where, ...Object.fromEntries(Object.keys(overrides).map((key) => [key, from])) };
  const result = { ...suite, set: { ...suite.set, ...overrides }, where };
  const problem = suiteProblems(result).find(({ place: [field, key] }) => field === 'set' && Object.hasOwn(overrides, String(key)));
  if (problem !== undefined) throw new Error(`${from}: ${problem.says}`);
  return result;
}

/** What a file asks of a suite: settings, how often to measure, and values in the place of those that the suite varies. */
export type SuiteChange = Pick<Suite, 'set' | 'grid'> & Partial<Pick<Suite, 'requests' | 'replications' | 'seed'>>;

/** A suite as a file changes it; a key can be given other values in the grid only where the suite varies it. */
export function withChange(suite: Suite, { set, grid, ...numbers }: SuiteChange, from: string): Suite {
  const fixed = Object.keys(grid).find((key) => !Object.hasOwn(suite.grid, key));
  if (fixed !== undefined) throw new Error(`${from}: grid: ${fixed} is not varied by suite ${suite.name} (write ${fixed}: VALUE, without grid)`);
  const varied = { ...suite, ...numbers, grid: { ...suite.grid, ...grid } };
  const problem = suiteProblems(varied).find(({ place: [field, key] }) => field === 'grid' && Object.hasOwn(grid, String(key)));
  if (problem !== undefined) throw new Error(`${from}: ${problem.says}`);
  return withOverrides(varied, set, from);
}
