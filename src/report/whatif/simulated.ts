import { hasKey, parameterGroups, resolveParameter } from '../../experiment/parameters.ts';
import type { TrialResult } from '../../experiment/results.ts';
import type { TrialSpec } from '../../experiment/spec.ts';
import { trial } from '../../experiment/trial.ts';
import { isExplainable, lifeOf } from '../lives/lives.ts';
import type { LifeOf } from '../lives/lives.ts';
import type { Overrides } from './overrides.ts';

/** What was measured, without the specification that whoever asked has. */
export type Measured = Omit<TrialResult, 'spec'>;

/** What a worker of the page is asked: a trial with some settings changed, or the life of one of its requests. */
export interface Asked {
  readonly id: number;
  readonly want: 'trial' | 'life';
  readonly spec: TrialSpec;
  readonly overrides: Overrides;
}

/** What it answers; a sentence where this system cannot be as asked. */
export type Answered = { readonly id: number; readonly result: Measured } | { readonly id: number; readonly life: LifeOf } | { readonly id: number; readonly refused: string };

export function answered({ id, want, spec, overrides }: Asked): Answered {
  try {
    const asked = changed(spec, overrides);
    if (want === 'life') return isExplainable({ spec: asked }) ? { id, life: lifeOf(asked) } : { id, refused: `${spec.workload} is no chain of requests` };
    const { spec: _, ...result } = trial(asked);
    return { id, result };
  } catch (error) {
    return { id, refused: error instanceof Error ? error.message : String(error) };
  }
}

/** A trial under overrides, each of which is held to the range of its parameter; a key that this pair has not changes nothing. */
export function changed(spec: TrialSpec, overrides: Overrides): TrialSpec {
  const groups = parameterGroups(spec.device, spec.workload);
  const known = Object.entries(overrides).filter(([key]) => hasKey(key, groups));
  return { ...spec, params: { ...spec.params, ...Object.fromEntries(known.map(([key, value]) => [key, resolveParameter(key, value, groups, spec.profile)])) } };
}
