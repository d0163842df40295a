import { z } from 'zod';
import type { Objective } from '../experiment/tuning/goals.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import type { Over } from '../experiment/tuning/over.ts';
import { searchMethods } from '../experiment/tuning/search.ts';
import type { SearchMethod } from '../experiment/tuning/search.ts';
import { fault } from '../experiment/fault.ts';
import { keyFault } from '../experiment/setting-problems.ts';
import { check, mapping } from './check.ts';
import { refuse, type Problem } from './document.ts';
import { scalar } from './keyed-values.ts';
import { readYaml } from './yaml.ts';

/** What a sweep file asks for; limits are written as on the command line. */
export interface Sweep {
  readonly method: SearchMethod;
  readonly objectives: readonly Objective[];
  readonly over: readonly Over[];
  readonly subjectTo: readonly string[];
  readonly budget: number | null;
}

const bound = z.union([z.number(), z.string().max(100)], { error: 'must be a number, or a number with its unit' });
const metric = mapping({ name: z.string().max(200), goal: z.enum(['minimize', 'maximize']).default('minimize') });
const distributions = ['uniform', 'int_uniform', 'log_uniform_values', 'categorical', 'constant'] as const;
const parameter = mapping({
  values: z.array(scalar).min(1).max(1000).exactOptional(),
  value: scalar.exactOptional(),
  min: bound.exactOptional(),
  max: bound.exactOptional(),
  distribution: z.enum(distributions).exactOptional(),
});

export const sweepSchema = mapping({
  method: z.enum(searchMethods).default('nsga2'),
  metric: z.union([metric, z.array(metric).min(1).max(10)], { error: 'must be a mapping with name and goal, or a list of them' }),
  parameters: z.record(z.string().max(200), parameter),
  subject_to: z.array(z.string().max(200)).default([]),
  run_cap: z.int().min(1).exactOptional(),
});

type Parameter = z.output<typeof parameter>;

/** Reads a sweep file: method, metric and parameters by the names of W&B's sweeps, limits beside them. */
export function readSweep(text: string, file: string): Sweep {
  const document = readYaml(text, file);
  const { method, metric: asked, parameters, subject_to, run_cap } = check(sweepSchema, document);
  const metrics = Array.isArray(asked) ? asked : [asked];
  const problems: Problem[] = [
    ...metrics.flatMap(({ name }, i) => problem(Array.isArray(asked) ? ['metric', i, 'name'] : ['metric', 'name'], fault(() => metricNamed(name)))),
    ...Object.entries(parameters).flatMap(([key, each]) => problem(['parameters', key], (key === 'system' ? undefined : keyFault(key)) ?? shapeFault(key, each))),
    ...(Object.keys(parameters).length === 0 ? problem(['parameters'], 'parameters is empty: there is nothing to choose') : []),
  ];
  if (problems.length > 0) return refuse(document, problems);
  return {
    method, objectives: metrics.map(({ name, goal }) => ({ metric: name, goal })), subjectTo: subject_to, budget: run_cap ?? null,
    over: Object.entries(parameters).map(([key, each]): Over => ({ key, what: whatOf(each) })),
  };
}

const problem = (place: Problem['place'], says: string | undefined): readonly Problem[] => (says === undefined ? [] : [{ place, says }]);

/** Either values, or a value, or both bounds; and a distribution that goes with them. */
function shapeFault(key: string, { values, value, min, max, distribution }: Parameter): string | undefined {
  const ways = [values !== undefined, value !== undefined, min !== undefined || max !== undefined].filter(Boolean).length;
  if (ways !== 1 || (min === undefined) !== (max === undefined)) return `${key}: must have values, or value, or min and max`;
  const ranged = min !== undefined;
  if (distribution !== undefined && ranged === (distribution === 'categorical' || distribution === 'constant')) return `${key}: distribution ${distribution} does not go with ${ranged ? 'min and max' : 'values'}`;
  return undefined;
}

function whatOf({ values, value, min, max, distribution }: Parameter): Over['what'] {
  if (min === undefined || max === undefined) return { kind: 'values', values: values ?? (value === undefined ? [] : [value]) };
  return {
    kind: 'range', from: String(min), to: String(max),
    ...(distribution === 'log_uniform_values' && { spread: 'geometric' as const }), ...(distribution === 'uniform' && { spread: 'even' as const }), ...(distribution === 'int_uniform' && { spread: 'even' as const, whole: true }),
  };
}
