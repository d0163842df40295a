import { attribute } from '../attribution.ts';
import { costs } from '../../machine/costs.ts';
import type { TrialSpec } from '../spec.ts';
import { contrast } from '../waterfall.ts';
import type { Fall, FrameDifference } from '../waterfall.ts';
import type { Duel } from './paired.ts';

/** What two systems' numbers are made of where they are compared: what decides between them. */
export interface Deciding {
  /** The latency that a request sees, or the CPU time of all cores. */
  readonly of: 'latency' | 'CPU time';
  readonly aPs: number;
  readonly bPs: number;
  /** Means of one request by group of costs, the largest difference first. */
  readonly falls: readonly Fall[];
  /** How often one request pays what is varied, per cost that is; empty where no cost is. */
  readonly paid: readonly { readonly cost: string; readonly a: number; readonly b: number }[];
}

/** Requests that are watched: means of so many are enough for a sentence. */
const WATCHED = 1000;

/** Puts the difference of a duel under some settings down to what it is made of, by watching both. */
export function deciding({ a, b, metric }: Duel, set: Readonly<Record<string, number>>): Deciding {
  const spec = (of: TrialSpec): TrialSpec => ({ ...of, params: { ...of.params, ...set }, requests: Math.min(of.requests, WATCHED), replications: 1 });
  const { requests, byGroup, cpu, latencyTree, cpuTree } = contrast(attribute(spec(a)), attribute(spec(b)));
  const isCpu = metric.name.startsWith('cpu_');
  const { aPs, bPs, falls } = isCpu ? cpu : byGroup;
  const mean = (ps: number): number => ps / requests;
  return {
    of: isCpu ? 'CPU time' : 'latency', aPs: mean(aPs), bPs: mean(bPs),
    falls: falls.map((fall) => ({ ...fall, aPs: mean(fall.aPs), bPs: mean(fall.bPs), byPs: mean(fall.byPs) })).toSorted((one, other) => Math.abs(other.byPs) - Math.abs(one.byPs)),
    paid: Object.entries(set).flatMap(([key, ns]) => {
      const cost = key.slice('costs.'.length);
      if (!key.startsWith('costs.') || !Object.hasOwn(costs, cost) || ns === 0) return [];
      const ps = Math.round((1000 * ns) / (a.profile.instructions_per_ns ?? 1));
      const sum = sumOf(isCpu ? cpuTree : latencyTree, cost);
      return ps === 0 ? [] : [{ cost, a: mean(sum.aPs) / ps, b: mean(sum.bPs) / ps }];
    }),
  };
}

/** All time in a tree that is put down to one cost. */
function sumOf({ name, aPs, bPs, parts }: FrameDifference, cost: string): { readonly aPs: number; readonly bPs: number } {
  if (name === cost && parts.length === 0) return { aPs, bPs };
  return parts.map((part) => sumOf(part, cost)).reduce((sum, part) => ({ aPs: sum.aPs + part.aPs, bPs: sum.bPs + part.bPs }), { aPs: 0, bPs: 0 });
}
