import { quoted } from '../quoted.ts';
import type { Metrics } from '../results.ts';
import { metricNamed } from './metric.ts';
import type { Judged } from './pareto.ts';

/** A number that a search makes as small or as large as it can. */
export interface Objective {
  readonly metric: string;
  readonly goal: 'minimize' | 'maximize';
}

/** What every answer must keep. */
export interface Constraint {
  readonly metric: string;
  readonly relation: '<' | '<=' | '>' | '>=';
  readonly limit: number;
}

/** What a search is for. */
export interface Goals {
  readonly objectives: readonly Objective[];
  readonly constraints: readonly Constraint[];
}

/** `cpu_us_per_request.total<8`: a metric, a relation and a number in the metric's unit. */
export function parseConstraint(text: string): Constraint {
  const match = /^\s*([\w.]+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i.exec(text);
  const relation = (['<=', '>=', '<', '>'] as const).find((one) => one === match?.[2]);
  if (match === null || relation === undefined) throw new Error(`not a limit: ${quoted(text)} (write METRIC<NUMBER in the metric's own unit, e.g. cpu_us_per_request.total<8)`);
  return { metric: metricNamed(match[1]).name, relation, limit: Number(match[3]) };
}

/** How much a limit is broken that is met exactly and must not be. */
const JUST = 1e-12;

/** By what share of its limit a constraint is broken; 0 where it is kept. */
export function broken({ metric, relation, limit }: Constraint, metrics: Metrics): number {
  const value = metricNamed(metric).of(metrics);
  const over = relation.startsWith('<') ? value - limit : limit - value;
  if (over < 0 || (over === 0 && relation.endsWith('='))) return 0;
  return Math.max(over / (limit === 0 ? 1 : Math.abs(limit)), JUST);
}

/** A result as a search judges it; nothing is worse than none. */
export function judge({ objectives, constraints }: Goals, metrics: Metrics | null): Judged {
  if (metrics === null) return { costs: objectives.map(() => Infinity), violation: Infinity };
  return {
    costs: objectives.map(({ metric, goal }) => (goal === 'minimize' ? 1 : -1) * metricNamed(metric).of(metrics)),
    violation: constraints.reduce((sum, constraint) => sum + broken(constraint, metrics), 0),
  };
}
