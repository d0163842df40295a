import type { Attribution, Frame, Sums } from './attribution.ts';
import { phases } from './phase.ts';
import { timeGroups } from './time-groups.ts';

/** One step of a waterfall: what the second system has more or less of something, in ps over all requests. */
export interface Fall {
  readonly name: string;
  readonly aPs: number;
  readonly bPs: number;
  readonly byPs: number;
}

/** From the first system's total to the second's; the falls sum to the difference exactly. */
export interface Waterfall {
  readonly aPs: number;
  readonly bPs: number;
  readonly falls: readonly Fall[];
}

/** A frame of two trees at once: widths and differences of what has the same name in the same place. */
export interface FrameDifference {
  readonly name: string;
  readonly aPs: number;
  readonly bPs: number;
  readonly parts: readonly FrameDifference[];
}

/** How the sums of two systems differ at the same requests. */
export interface SumsContrast {
  readonly a: string;
  readonly b: string;
  readonly requests: number;
  readonly byGroup: Waterfall;
  readonly byPhase: Waterfall;
  readonly cpu: Waterfall;
}

/** The same with the trees of both. */
export interface Contrast extends SumsContrast {
  readonly latencyTree: FrameDifference;
  readonly cpuTree: FrameDifference;
}

export function contrast(a: Attribution, b: Attribution): Contrast {
  return { ...contrastSums(a, b), latencyTree: merged(a.latencyTree, b.latencyTree), cpuTree: merged(a.cpuTree, b.cpuTree) };
}

/** Throws where the two were not asked the same number of requests: their sums would not be comparable. */
export function contrastSums(a: Sums, b: Sums): SumsContrast {
  if (a.requests !== b.requests) throw new Error(`${a.system} ended after ${a.requests} requests and ${b.system} after ${b.requests}: their sums cannot be compared`);
  return {
    a: a.system, b: b.system, requests: a.requests,
    byGroup: { aPs: a.latencyPs, bPs: b.latencyPs, falls: falls(timeGroups, a.byGroup, b.byGroup) },
    byPhase: { aPs: a.latencyPs, bPs: b.latencyPs, falls: falls(phases, a.byPhase, b.byPhase) },
    cpu: { aPs: a.cpuPs, bPs: b.cpuPs, falls: falls(timeGroups, a.cpuByGroup, b.cpuByGroup) },
  };
}

function falls<Name extends string>(names: readonly Name[], a: Readonly<Record<Name, number>>, b: Readonly<Record<Name, number>>): readonly Fall[] {
  return names.filter((name) => a[name] !== 0 || b[name] !== 0).map((name) => ({ name, aPs: a[name], bPs: b[name], byPs: b[name] - a[name] }));
}

/** Two trees as one: parts of the same name in the same place are the same. */
export function merged(a: Frame | undefined, b: Frame | undefined): FrameDifference {
  const names = [...new Set([...(b?.parts ?? []), ...(a?.parts ?? [])].map(({ name }) => name))];
  const part = (of: Frame | undefined, name: string): Frame | undefined => of?.parts.find((frame) => frame.name === name);
  return { name: (b ?? a)?.name ?? '', aPs: a?.ps ?? 0, bPs: b?.ps ?? 0, parts: names.map((name) => merged(part(a, name), part(b, name))) };
}
