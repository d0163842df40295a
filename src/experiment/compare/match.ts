import type { ParameterValue } from '../../machine/parameter.ts';
import type { FailedTrial, Results, TrialResult } from '../results.ts';

/** A trial that both sides have a result of. */
export interface Match {
  readonly base: TrialResult;
  readonly now: TrialResult;
}

/** A key that only one side has, with one value throughout: a parameter that came or went with a version, or a price that was set. */
export interface LeftOut {
  readonly side: 'base' | 'now';
  readonly key: string;
  readonly value: ParameterValue;
}

/** The trials of two sides by what became of them. */
export interface Matched {
  readonly matches: readonly Match[];
  /** Only the new side has them. */
  readonly appeared: readonly TrialResult[];
  /** Only the base has them. */
  readonly disappeared: readonly TrialResult[];
  /** They had a result, and now fail. */
  readonly broken: readonly { readonly base: TrialResult; readonly failure: FailedTrial }[];
  /** They failed, and now have a result. */
  readonly mended: readonly TrialResult[];
  readonly leftOut: readonly LeftOut[];
}

type Trials = Pick<Results, 'trials' | 'failures'>;

/**
 * Which trials of two sides are the same: system, device, workload with its jobs, unit, and every parameter. Prices, seed, size
 * and model may differ, as that is what one compares.
 */
export function matched(base: Trials, now: Trials): Matched {
  const leftOut = [...oneSided(base.trials, now.trials, 'base'), ...oneSided(now.trials, base.trials, 'now')];
  const without = new Set(leftOut.map(({ key }) => key));
  const waiting = new Map<string, TrialResult[]>();
  for (const trial of now.trials) {
    const key = keyOf(trial, without);
    const same = waiting.get(key);
    if (same === undefined) waiting.set(key, [trial]);
    else same.push(trial);
  }
  const matches: Match[] = [];
  const gone: TrialResult[] = [];
  for (const trial of base.trials) {
    const found = waiting.get(keyOf(trial, without))?.shift();
    if (found === undefined) gone.push(trial);
    else matches.push({ base: trial, now: found });
  }
  const left = [...waiting.values()].flat();
  const failureOf = (trial: TrialResult, { failures = [] }: Trials): FailedTrial | undefined => failures.find((failure) => isOf(failure, trial, without));
  const broken = gone.flatMap((trial) => {
    const failure = failureOf(trial, now);
    return failure === undefined ? [] : [{ base: trial, failure }];
  });
  return {
    matches,
    appeared: left.filter((trial) => failureOf(trial, base) === undefined),
    disappeared: gone.filter((trial) => failureOf(trial, now) === undefined),
    broken,
    mended: left.filter((trial) => failureOf(trial, base) !== undefined),
    leftOut,
  };
}

function keyOf({ system, device, workload, unit, params, spec: { jobs } }: TrialResult, without: ReadonlySet<string>): string {
  return JSON.stringify([system, device, workload, unit, (jobs ?? []).map(byKey), byKey(params).filter(([key]) => !without.has(key))]);
}

/** Whoever wrote it may have had another order. */
const byKey = (mapping: object): readonly (readonly [key: string, value: unknown])[] => Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1));

/** A failed trial has the parameters that were asked for, without the defaults. */
function isOf({ spec }: FailedTrial, { system, device, workload, params }: TrialResult, without: ReadonlySet<string>): boolean {
  return spec.system === system && spec.device === device && spec.workload === workload && Object.entries(spec.params).every(([key, value]) => without.has(key) || params[key] === value);
}

/** Keys that `trials` have with one value each, and none of the `others` has. */
function oneSided(trials: readonly TrialResult[], others: readonly TrialResult[], side: LeftOut['side']): readonly LeftOut[] {
  const known = new Set(others.flatMap(({ params }) => Object.keys(params)));
  const values = new Map<string, Set<ParameterValue>>();
  for (const { params } of trials) {
    for (const [key, value] of Object.entries(params)) {
      if (!known.has(key)) values.set(key, (values.get(key) ?? new Set<ParameterValue>()).add(value));
    }
  }
  return others.length === 0 ? [] : [...values].flatMap(([key, all]) => (all.size === 1 ? [...all].map((value) => ({ side, key, value })) : []));
}
