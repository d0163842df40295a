import { attributeFew } from '../../experiment/attribution.ts';
import type { Frame, Sums } from '../../experiment/attribution.ts';
import { explain } from '../../experiment/explanation.ts';
import type { Explanation } from '../../experiment/explanation.ts';
import { costIds } from '../../experiment/prices.ts';
import { explainable } from '../../experiment/explainable.ts';
import { alone, canBeAlone } from '../../experiment/question.ts';
import type { Results, TrialResult } from '../../experiment/results.ts';
import type { TrialSpec } from '../../experiment/spec.ts';
import { sceneOf } from '../explained/scene.ts';
import type { Scene } from '../explained/scene.ts';
import { meetings, operation } from '../explained/told.ts';
import { groupBy } from '../group-by.ts';
import type { ResultUnit } from '../units.ts';

/** Requests that are run of each system, of which the second half is put down to what it waits for. */
const FEW = 60;

/** One request of one system, and where the time of its like goes. */
export interface LifeOf {
  readonly system: string;
  /** Which states the request met, in words. */
  readonly met: string;
  readonly scene: Scene;
  readonly attribution: Sums;
  /** Role and path: which costs a path has is in the diagram. */
  readonly cpuTree: Frame;
}

/** The lives of one request of a device in every system of a suite, one at a time. */
export interface DeviceLives {
  readonly device: string;
  readonly operation: string;
  readonly unit: ResultUnit;
  readonly lives: readonly LifeOf[];
}

/** Of each device that can be explained: its first setting, at the suite's profile and policy, with one request at a time. */
export function livesOf({ trials }: Results): readonly DeviceLives[] {
  return explainable.flatMap((device): DeviceLives[] => {
    const own = trials.filter((trial) => trial.device === device && isExplainable(trial));
    const bySystem = [...groupBy(own, ({ system }) => system).values()].map(([first]) => first);
    if (bySystem.length === 0) return [];
    const explained = bySystem.map(({ spec }) => {
      const asked = alone(spec);
      return { asked, explanation: explain(asked) };
    });
    return [{
      device, unit: bySystem[0].unit, operation: operation(explained[0].explanation),
      lives: explained.map(({ asked, explanation }) => lifeIn(asked, explanation)),
    }];
  });
}

/** The life of one request of a trial, which is done alone. */
export function lifeOf(spec: TrialSpec): LifeOf {
  const asked = alone(spec);
  return lifeIn(asked, explain(asked));
}

function lifeIn(asked: TrialSpec, explanation: Explanation): LifeOf {
  const { cpuTree, latencyTree: _, ...attribution } = attributeFew(asked, FEW);
  return { system: explanation.system.name, met: meetings(explanation), scene: sceneOf(explanation, false), attribution, cpuTree: cutAt(cpuTree, 2) };
}

function cutAt({ name, ps, parts }: Frame, depth: number): Frame {
  return { name, ps, parts: depth === 0 ? [] : parts.map((part) => cutAt(part, depth - 1)) };
}

/** A profile that lacks prices, or a workload that is no chain of requests, cannot be followed. */
export function isExplainable({ spec }: Pick<TrialResult, 'spec'>): boolean {
  return canBeAlone(spec) && costIds().every((id) => Object.hasOwn(spec.profile.costs, id));
}
