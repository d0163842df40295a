import type { TrialSpec } from '../experiment/spec.ts';
import { parameterGroups } from '../experiment/parameters.ts';
import { quoted, unknown } from '../experiment/quoted.ts';
import { expandSuite } from '../experiment/suite.ts';
import { parseSystem } from '../experiment/systems.ts';
import { parseConstraint, type Objective } from '../experiment/tuning/goals.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import { dimensionOf, parseOver, type Over } from '../experiment/tuning/over.ts';
import { searchMethods, stepsOf, type Search } from '../experiment/tuning/search.ts';
import { keyOf, type Dimension } from '../experiment/tuning/space.ts';
import { readSweep, type Sweep } from '../formats/sweep-file.ts';
import { loadSuite } from './load-suite.ts';
import { readText } from './read-file.ts';
import type { TuneOptions } from './tune.ts';

/** A search, and what it searches: the trial of every system that it may choose, the one that the suite stands for first. */
export interface TuneQuestion {
  readonly suite: string;
  readonly search: Search;
  readonly bases: readonly TrialSpec[];
}

const USUAL_BUDGET = 200;
const MOST_BUDGET = 100_000;

/** What a command line asks for; its options win over those of a sweep file. */
export function tuneQuestion(nameOrPath: string, options: TuneOptions): TuneQuestion {
  const sweep = options.sweep === undefined ? null : readSweep(readText(options.sweep), options.sweep);
  const over = [...(sweep?.over ?? []).filter(({ key }) => !written(options).some((own) => own.key === key)), ...written(options)];
  if (over.length === 0) throw new Error('--over: what may be chosen? (KEY=FROM..TO or KEY=VALUE,VALUE, e.g. policy.busyloop_timeout=0..100us)');
  const twice = over.find(({ key }, i) => over.findIndex((other) => other.key === key) < i);
  if (twice !== undefined) throw new Error(`--over: ${twice.key} stands there twice`);
  const objectives = objectivesOf(options, sweep);
  const constraints = [...(sweep?.subjectTo ?? []), ...(options.subjectTo ?? [])].map(parseConstraint);
  const method = searchMethods.find((one) => one === (options.method ?? sweep?.method ?? 'nsga2'));
  if (method === undefined) throw new Error(`--method: ${unknown('method', options.method ?? '', searchMethods)}`);
  const { suite, bases } = basesOf(nameOrPath, options, over);
  const [{ device, workload, profile, seed }] = bases;
  const groups = parameterGroups(device, workload);
  const dimensions = over.map((one): Dimension => dimensionOf(one, groups, profile));
  if (method === 'grid') for (const dimension of dimensions) stepsOf(dimension);
  return { suite, bases, search: { dimensions, goals: { objectives, constraints }, method, budget: budgetOf(options.budget, sweep), seed } };
}

const written = ({ over = [] }: TuneOptions): readonly Over[] => over.flatMap(parseOver);

function objectivesOf({ minimize = [], maximize = [] }: TuneOptions, sweep: Sweep | null): readonly Objective[] {
  const listed = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split(',')).map((name) => metricNamed(name.trim()).name);
  const asked: readonly Objective[] = [...listed(minimize).map((metric) => ({ metric, goal: 'minimize' as const })), ...listed(maximize).map((metric) => ({ metric, goal: 'maximize' as const }))];
  const objectives = asked.length > 0 ? asked : (sweep?.objectives ?? []);
  if (objectives.length === 0) throw new Error('--minimize: what is to be made small? (a number of the results, e.g. latency_us.p99; or --maximize throughput_per_s)');
  const twice = objectives.find(({ metric }, i) => objectives.findIndex((other) => other.metric === metric) < i);
  if (twice !== undefined) throw new Error(`--minimize: ${twice.metric} stands there twice`);
  return objectives;
}

/** The one device, workload and grid point that is searched. */
function basesOf(nameOrPath: string, options: TuneOptions, over: readonly Over[]): { readonly suite: string; readonly bases: readonly TrialSpec[] } {
  const { suite, ...sources } = loadSuite(nameOrPath, options);
  const chosen = over.find(({ key }) => key === 'system');
  if (chosen !== undefined && options.system !== undefined) throw new Error('--system: --over chooses the system already');
  const named = chosen?.what.kind === 'values' ? chosen.what.values.map((value) => parseSystem(String(value)).name) : [parseSystem(options.system ?? suite.baseline).name];
  // What the suite stands for comes first.
  const systems = [...new Set(named)].sort((a, b) => Number(b === suite.baseline) - Number(a === suite.baseline));
  const grid = Object.fromEntries(Object.entries(suite.grid).filter(([key]) => !over.some((one) => one.key === key)));
  const all = expandSuite({ ...suite, systems, baseline: systems[0], grid }, sources);
  const fits = ({ device, workload }: TrialSpec): boolean => (options.device ?? device) === device && (options.workload ?? workload) === workload;
  const bases = all.filter(fits);
  if (bases.length === systems.length) return { suite: suite.name, bases };
  const pairs = [...new Set(all.map(({ device, workload }) => `${device} with ${workload}`))].join(', ');
  if (bases.length === 0) throw new Error(`suite ${suite.name}: nothing in it is ${[options.device, options.workload].filter((word) => word !== undefined).join(' with ')} (it has ${pairs})`);
  const left = [...(new Set(bases.map(({ device, workload }) => `${device} ${workload}`)).size > 1 ? [`choose of ${pairs} by --device and --workload`] : []), ...Object.keys(grid).filter((key) => bases.some(({ params }) => key in params)).map((key) => `put ${key} into --over`)];
  throw new Error(`suite ${suite.name}: ${bases.length / systems.length} points, and a search is of one (${left.join('; ')})`);
}

function budgetOf(text: string | undefined, sweep: Sweep | null): number {
  if (text === undefined) return sweep?.budget ?? USUAL_BUDGET;
  const budget = Number(text);
  if (!/^\d+$/.test(text) || budget < 1 || budget > MOST_BUDGET) throw new Error(`--budget: ${quoted(text)} (must be a whole number from 1 to ${MOST_BUDGET})`);
  return budget;
}

/** The trial at a point. */
export function specAt({ bases, search: { dimensions } }: TuneQuestion, point: Readonly<Record<string, string | number | boolean>>): TrialSpec {
  const base = bases.find(({ system }) => system === point['system']) ?? bases[0];
  const set = Object.fromEntries(dimensions.map(keyOf).filter((key) => key !== 'system').map((key) => [key, point[key]]));
  return { ...base, params: { ...base.params, ...set } };
}
