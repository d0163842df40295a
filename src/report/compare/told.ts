import type { Change } from '../../experiment/compare/change.ts';
import type { Changed, Compared, GeometricMean, MetricChanges } from '../../experiment/compare/comparison.ts';
import { isOver, verdictOf, worseBy, type Gate, type Verdict } from '../../experiment/compare/gate.ts';
import type { FailedTrial, TrialResult } from '../../experiment/results.ts';
import type { Metric } from '../../experiment/tuning/metric.ts';
import { sceneOf } from '../comparison.ts';
import { listed, metricInWords, metricValue } from '../tuning/said.ts';

/** A comparison with the gate that it must pass, if any. */
export interface Told {
  readonly compared: Compared;
  readonly gate: Gate | null;
}

/** A ratio as a change: `+4.2 %`. */
export function inPercent(ratio: number): string {
  if (!Number.isFinite(ratio)) return 'from 0';
  const size = Math.abs(ratio - 1) * 100;
  if (size > 0 && size < 0.005) return ratio > 1 ? '<0.01\u202f%' : '>−0.01\u202f%';
  const digits = size === 0 ? '0' : size < 0.1 ? size.toFixed(2) : size < 99.95 ? size.toFixed(1) : size.toFixed(0);
  return `${size === 0 ? '' : ratio > 1 ? '+' : '−'}${digits}\u202f%`;
}

export const intervalInPercent = (interval: Change['interval']): string => (interval === null ? '–' : `${inPercent(interval[0])} to ${inPercent(interval[1])}`);

/** The most changed first, what is worse before what is better; what cannot be told from chance last, what is the same not at all. */
export function ranked({ metric, changes }: MetricChanges): readonly Changed[] {
  const surely = ({ change }: Changed): number => ({ worse: 0, better: 1, 'not significant': 2, 'one replication': 2, same: 3 })[verdictOf(change, metric)];
  const size = ({ change }: Changed): number => Math.abs(worseBy(change, metric));
  return changes.filter(({ change }) => verdictOf(change, metric) !== 'same').sort((a, b) => surely(a) - surely(b) || size(b) - size(a) || 0);
}

export function verdictInWords({ change }: Changed, metric: Metric, gate: Gate | null): string {
  const verdict = verdictOf(change, metric);
  return gate !== null && isOver(change, metric, gate.limit) ? 'worse: over the limit' : ({ 'not significant': '~', 'one replication': 'one replication' } as Partial<Record<Verdict, string>>)[verdict] ?? verdict;
}

/** The parameters that the grids vary, of a trial: what tells it from the others of its system. */
export const keysOf = ({ base, now }: Compared): readonly string[] => [...new Set([...base.results.suite.grid, ...now.results.suite.grid])];

/** `blk · fio:randread-4k · iodepth 32`. */
export const where = (trial: Pick<TrialResult, 'device' | 'workload' | 'params'>, compared: Compared): string => sceneOf(trial, keysOf(compared)).join(' · ');

export const named = (trial: Pick<TrialResult, 'system' | 'device' | 'workload' | 'params'>, compared: Compared): string => `${trial.system}, ${where(trial, compared)}`;

/** Both numbers of a change with their unit. */
export const valuesOf = ({ match, change }: Changed, { name }: Metric): readonly [base: string, now: string] => [metricValue(name, change.base, match.base.unit), metricValue(name, change.now, match.base.unit)];

/** How many trials went which way, and their geometric mean. */
export function summaryOf({ metric, changes, mean }: MetricChanges): string {
  const count = (verdict: Verdict): number => changes.filter(({ change }) => verdictOf(change, metric) === verdict).length;
  const parts = ([['worse', 'worse'], ['better', 'better'], ['not significant', 'not significantly changed'], ['one replication', 'changed, of one replication: nothing can be said'], ['same', 'exactly the same']] as const)
    .map(([verdict, words]) => [count(verdict), words] as const).filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return `Of ${trials(changes.length)} ${listed(parts)}. ${meanInWords(mean, changes.length)}`;
}

function meanInWords(mean: GeometricMean | null, all: number): string {
  if (mean === null) return 'There is no geometric mean: all are or were 0.';
  const interval = mean.interval === null ? '' : ` (95 %: ${intervalInPercent(mean.interval)})`;
  return `Geometric mean of all ratios: ${inPercent(mean.ratio)}${interval}${mean.trials < all ? `, without the ${all - mean.trials} that are or were 0` : ''}.`;
}

export const titleOf = ({ name, better }: Metric): string => `${metricInWords(name)}, ${better} is better`;

const trials = (count: number): string => `${count} ${count === 1 ? 'trial' : 'trials'}`;

/** What a reader must know of the two sides before the numbers. */
export function notes(compared: Compared): readonly string[] {
  const { base, now, matches, leftOut, metrics } = compared;
  const [model, other] = [base, now].map(({ results }) => results.model_version.slice(0, 12));
  const changes = metrics.flatMap(({ changes: all }) => all.map(({ change }) => change));
  const unpaired = matches.filter(({ base: a, now: b }) => a.seed !== b.seed || a.requests_hash !== b.requests_hash).length;
  const without = matches.filter(({ base: a, now: b }) => Math.min(a.replicates.length, b.replicates.length) < 2).length;
  return [
    base.results.model_version === now.results.model_version ? `Both were computed by the same model, ${model}.` : `The model is another: ${model} was followed by ${other}.`,
    pricesInWords(compared),
    unpaired === 0 ? 'Both sides of every trial were asked the same requests, and are compared replication by replication.' : `${unpaired} of ${trials(matches.length)} were asked other requests (another seed, size or workload): their intervals are those of independent runs, and wider.`,
    ...(without === 0 || changes.every(({ significant }) => significant !== null) ? [] : [`${trials(without)} had fewer than two replications: chance cannot be ruled out there, and no limit can be exceeded.`]),
    ...leftOut.map(({ side, key, value }) => `Only ${side === 'base' ? base.name : now.name} has ${key}, ${String(value)} throughout: it was left out of the match.`),
  ];
}

function pricesInWords({ matches }: Compared): string {
  const [first] = matches;
  const [before, after] = [first.base.spec.profile, first.now.spec.profile];
  const names = before.name === after.name ? `profile ${before.name}` : `profile ${before.name}, then ${after.name}`;
  const other = Object.keys({ ...before.costs, ...after.costs }).filter((id) => JSON.stringify([before.costs[id]?.value, before.costs[id]?.unit]) !== JSON.stringify([after.costs[id]?.value, after.costs[id]?.unit]));
  if (other.length === 0) return `The prices are the same: ${names}.`;
  return `${other.length === 1 ? 'One price is' : `${other.length} prices are`} another (${names}): ${listed(other.length > 6 ? [...other.slice(0, 5), `${other.length - 5} more`] : other)}.`;
}

/** Trials that one side alone has, one paragraph for each kind, with the trials named. */
export function onlyOnce(compared: Compared): readonly { readonly says: string; readonly trials: readonly string[] }[] {
  const { base, now, appeared, disappeared, broken, mended } = compared;
  const of = (says: string, found: readonly string[]) => ({ says: `${says}: ${found.length}`, trials: found });
  return [
    of(`Had a result in ${base.name} and fail in ${now.name}`, broken.map(({ base: trial, failure }) => `${named(trial, compared)}: ${failureInWords(failure)}`)),
    of(`Failed in ${base.name} and have a result in ${now.name}`, mended.map((trial) => named(trial, compared))),
    of(`Appeared: only in ${now.name}`, appeared.map((trial) => named(trial, compared))),
    of(`Disappeared: only in ${base.name}`, disappeared.map((trial) => named(trial, compared))),
  ].filter(({ trials: found }) => found.length > 0);
}

export const failureInWords = ({ failed, says }: FailedTrial): string => `${failed}: ${says}`;

/** Whether the gate is passed, in a sentence. */
export function gateInWords({ limit, over, passes }: Gate, { broken, metrics }: Compared): string {
  const share = `${Number((100 * limit).toPrecision(6))} %`;
  if (passes) return `Passed: nothing is worse by more than ${share} beyond chance, in ${listed(metrics.map(({ metric }) => metricInWords(metric.name)))}.`;
  const parts = [
    ...(over.length === 0 ? [] : [`${over.length === 1 ? 'one number is' : `${over.length} numbers are`} worse by more than ${share} beyond chance`]),
    ...(broken.length === 0 ? [] : [`${trials(broken.length)} had a result and now ${broken.length === 1 ? 'fails' : 'fail'}`]),
  ];
  return `Failed: ${listed(parts)}.`;
}
