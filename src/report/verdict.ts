import type { Results, TrialResult } from '../experiment/results.ts';
import { pairedDifference } from '../experiment/statistics.ts';
import { deciding, shown } from './comparison.ts';
import type { Comparison, Point } from './comparison.ts';
import { drawnOdds } from './drawn-odds.ts';
import type { DrawnOdds } from './drawn-odds.ts';
import type { Entry } from './entry.ts';
import { groupBy } from './group-by.ts';

/** The answer at one point, and what stands against it. */
export interface Verdict {
  readonly point: Point;
  readonly winner: Entry;
  /** All that could have been the answer, best first. */
  readonly candidates: readonly Entry[];
  /** Other candidates that cannot be told apart from the winner: the interval of the paired difference includes zero. */
  readonly tied: readonly Entry[];
  /** Best candidate that is not tied. */
  readonly runnerUp: Entry | null;
  /** Winner minus runner-up in the deciding number. */
  readonly difference: ReturnType<typeof pairedDifference> | null;
  /** How the answer fares at other prices; null where none were drawn. */
  readonly odds: DrawnOdds | null;
  /** Best candidate under each hypervisor, best first. */
  readonly perHypervisor: readonly Entry[];
  /** Other systems that a reader should weigh, each with the reason. */
  readonly besides: readonly { readonly entry: Entry; readonly reason: string }[];
}

/** Serves no virtio device, or bounds the others. */
const NOT_VIRTIO: readonly string[] = ['passthrough', 'trap-and-emulate'];

export function isBound(entry: Entry): boolean {
  return entry.backend === 'null' || entry.hypervisor === 'bare-metal';
}

export function isVirtio(entry: Entry): boolean {
  return !isBound(entry) && !NOT_VIRTIO.includes(entry.backend);
}

/** One verdict for each point. Candidates are virtio backends that ship; only without any are other systems considered. */
export function verdictsOf(results: Results, comparison: Comparison): readonly Verdict[] {
  const trialOf = trialsByEntry(results);
  return comparison.points.flatMap((point, index) => {
    const entries = comparison.entries.filter((entry) => entry.point === index);
    const kinds = [entries.filter((e) => isVirtio(e) && e.maturity === 'shipping'), entries.filter((e) => isVirtio(e) && e.maturity === 'prototype'), entries.filter((e) => !isBound(e)), entries];
    const candidates = kinds.find((kind) => kind.length > 0) ?? [];
    const [winner, ...others] = candidates;
    if (winner === undefined) return [];
    const decides = deciding(point.objective);
    const values = (entry: Entry) => (trialOf(point, entry)?.replicates ?? []).map(decides);
    const differences = new Map(others.map((other) => [other, pairedDifference(values(winner), values(other))]));
    const tied = others.filter((other) => isTie(differences.get(other)));
    const runnerUp = others.find((other) => !tied.includes(other)) ?? null;
    return [{
      point, winner, candidates, tied, runnerUp,
      difference: (runnerUp && differences.get(runnerUp)) ?? null,
      odds: drawnOdds(winner, candidates, point.objective, (entry) => trialOf(point, entry)),
      perHypervisor: candidates.filter((entry, i) => candidates.findIndex((other) => other.hypervisor === entry.hypervisor) === i),
      besides: besides(entries, candidates, winner),
    }];
  });
}

/** With one replication only what is equal to the last digit is a tie: nothing is known of chance. */
function isTie(difference: Verdict['difference'] | undefined): boolean {
  return difference != null && (Number.isFinite(difference.low) ? !difference.differs : difference.mean === 0);
}

function besides(entries: readonly Entry[], candidates: readonly Entry[], winner: Entry): Verdict['besides'] {
  const ahead = entries.slice(0, entries.indexOf(winner));
  const found = [
    { entry: ahead.find((e) => isVirtio(e) && e.maturity === 'prototype'), reason: 'is ahead, but is a prototype' },
    { entry: ahead.find((e) => isVirtio(e) && e.maturity === 'hypothetical'), reason: 'would be ahead, but is in no tree that was read' },
    { entry: ahead.find((e) => NOT_VIRTIO.includes(e.backend) && !isBound(e)), reason: 'is ahead, but is no virtio device: the guest cannot share or move it' },
    { entry: winner.pollingCores > 0 ? candidates.find((e) => e.pollingCores === 0) : undefined, reason: 'is best where no core may be given up to polling' },
    { entry: candidates.toSorted((a, b) => a.cpu - b.cpu)[0], reason: 'takes the least CPU time for a request' },
  ];
  return found.flatMap(({ entry, reason }) => (entry && entry !== winner ? [{ entry, reason }] : []));
}

/** Finds the trial behind an entry; a comparison holds each system once at each point. */
export function trialsByEntry(results: Results): (point: Point, entry: Entry) => TrialResult | undefined {
  const bySystem = groupBy(results.trials, (trial) => trial.system);
  return (point, entry) => bySystem.get(entry.system)?.find((trial) =>
    trial.device === point.device && trial.workload === point.workload && trial.unit === point.unit
    && point.params.every(([key, value]) => shown(trial.params[key]) === value));
}
