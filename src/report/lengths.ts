import { parseSystem } from '../experiment/systems.ts';
import type { Comparison } from './comparison.ts';
import { competing } from './charts/length.ts';
import { crossing } from './crossing.ts';
import type { Crossing } from './crossing.ts';
import type { Entry } from './entry.ts';
import { groupBy } from './group-by.ts';

/** From which length on one virtio console beats an emulated UART. */
export interface LengthAnswer {
  readonly entry: Entry;
  /** Against trap-and-emulate under the same hypervisor; null where that was not run. */
  readonly here: Crossing | null;
  /** Against the slowest trap-and-emulate in the VMM. */
  readonly slowest: Crossing | null;
}

export interface LengthAnswers {
  readonly answers: readonly LengthAnswer[];
  readonly slowest: string | null;
}

const EMULATED = 'trap-and-emulate';

/** One answer for each virtio console of a group along lengths; the earliest winner first. */
export function lengthAnswers(comparison: Comparison, group: number): LengthAnswers {
  const entries = competing(comparison.entries.filter((entry) => comparison.points[entry.point]?.group === group));
  const bySystem = groupBy(entries, (entry) => entry.system);
  const emulated = [...bySystem].filter(([, [first]]) => first?.backend === EMULATED);
  const slowest = emulated.filter(([system]) => isInVmm(system)).toSorted((a, b) => latest(b[1]) - latest(a[1]))[0] ?? null;
  const answers = [...bySystem.values()].flatMap((ours): readonly LengthAnswer[] => {
    const [entry] = ours;
    if (entry === undefined || entry.backend === EMULATED) return [];
    const neighbours = emulated.filter(([, [first]]) => first?.hypervisor === entry.hypervisor);
    // That with default options stands for its hypervisor.
    const here = neighbours.find(([system]) => !system.includes('[')) ?? neighbours[0] ?? null;
    return [{ entry, here: here && against(ours, here[1]), slowest: slowest && against(ours, slowest[1]) }];
  });
  return { answers: answers.toSorted((a, b) => order(a.here) - order(b.here) || order(a.slowest) - order(b.slowest)), slowest: slowest?.[0] ?? null };
}

function against(ours: readonly Entry[], theirs: readonly Entry[]): Crossing {
  return crossing(ours.flatMap(({ at, mean }) => {
    const other = theirs.find((entry) => entry.at === at);
    return at === null || other === undefined ? [] : [{ length: at, ours: mean, theirs: other.mean }];
  }));
}

function order(found: Crossing | null): number {
  return found === null ? Infinity : { always: 0, from: 'length' in found ? found.length : 0, below: 1e300, never: 1e301 }[found.kind];
}

/** Mean latency at the greatest length. */
function latest(entries: readonly Entry[]): number {
  return entries.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0]?.mean ?? 0;
}

/** A system that this program does not know emulates nowhere. */
function isInVmm(system: string): boolean {
  try {
    return parseSystem(system).options['at'] === 'vmm';
  } catch {
    return false;
  }
}
