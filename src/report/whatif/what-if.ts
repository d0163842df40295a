import { costIds } from '../../experiment/prices.ts';
import type { Results, SuiteSummary, TrialResult } from '../../experiment/results.ts';
import type { Profile, TrialSpec } from '../../experiment/spec.ts';
import { devices } from '../../devices/index.ts';
import { drives } from '../../experiment/pairs.ts';
import { workloadId } from '../../experiment/parameters.ts';
import type { Comparison } from '../comparison.ts';
import { shown } from '../comparison.ts';
import type { Control } from './control.ts';
import { costControls, parameterControls } from './registered.ts';

/** One point of the report, to be simulated again: what its trials have in common, and which systems there are, best first. */
export interface Subject {
  /** Id of the point. */
  readonly point: string;
  readonly device: string;
  readonly systems: readonly string[];
  /** A trial without its system and its profile, which stands in `profiles`. */
  readonly asked: Omit<TrialSpec, 'system' | 'profile'>;
  readonly profile: number;
  /** Index of its parameters in `parameters`. */
  readonly pair: number;
}

/** All that the panel needs to change a report's numbers and to simulate again. */
export interface WhatIf {
  readonly suite: SuiteSummary;
  readonly subjects: readonly Subject[];
  readonly profiles: readonly Profile[];
  /** Of each profile. */
  readonly costs: readonly (readonly Control[])[];
  /** Of each pair of a device and a workload. */
  readonly parameters: readonly (readonly Control[])[];
}

/** Requests that are simulated of each system, in all its replications together: what a hand that drags can wait for. */
const MOST_REQUESTS = 10_000;

/** Of every point whose trials this lab can run: a profile without a price, or a device that it does not know, leaves a point out. */
export function whatIfOf(results: Results, comparison: Comparison): WhatIf {
  const profiles: Profile[] = [];
  const pairs: { readonly name: string; readonly controls: readonly Control[] }[] = [];
  const subjects = comparison.points.flatMap((point, index): Subject[] => {
    const trial = results.trials.find((one) => isAt(one, point) && canRun(one.spec));
    if (trial === undefined) return [];
    const { system: _, profile, replications, requests, ...rest } = trial.spec;
    const name = `${trial.device} ${workloadId(trial.workload)}`;
    if (!pairs.some((pair) => pair.name === name)) pairs.push({ name, controls: parameterControls(trial.device, trial.workload) });
    return [{
      point: point.id, device: trial.device, profile: placeOf(profile, profiles), pair: pairs.findIndex((pair) => pair.name === name),
      systems: comparison.entries.filter((entry) => entry.point === index).map(({ system }) => system),
      asked: { ...rest, replications, requests: Math.min(requests, Math.max(1, Math.floor(MOST_REQUESTS / replications))) },
    }];
  });
  return { suite: results.suite, subjects, profiles, costs: profiles.map(costControls), parameters: pairs.map(({ controls }) => controls) };
}

function placeOf(profile: Profile, profiles: Profile[]): number {
  const text = JSON.stringify(profile);
  const at = profiles.findIndex((known) => known === profile || JSON.stringify(known) === text);
  return at < 0 ? profiles.push(profile) - 1 : at;
}

function isAt(trial: TrialResult, point: Comparison['points'][number]): boolean {
  return trial.device === point.device && trial.workload === point.workload && trial.unit === point.unit && point.params.every(([key, value]) => shown(trial.params[key]) === value);
}

function canRun({ device, workload, profile }: TrialSpec): boolean {
  return Object.hasOwn(devices, device) && Object.hasOwn(drives, workloadId(workload)) && costIds().every((id) => Object.hasOwn(profile.costs, id));
}
