import type { Core } from '../machine/core.ts';
import type { Machine } from '../machine/machine.ts';
import { stretches } from '../machine/stretch.ts';

/** The ledgers of all cores at one moment, to be subtracted from a later one. */
export interface Snapshot {
  readonly atPs: number;
  readonly cores: readonly CoreSnapshot[];
}

export interface CoreSnapshot {
  readonly visits: Float64Array;
  readonly bytes: Float64Array;
  readonly elapsedPs: Float64Array;
  readonly idlePs: number;
  /** What elapsed of a path that is under way; it counts as a visit when it ends. */
  readonly unfinishedPs: number;
}

/** Reads the ledgers in the middle of whatever the cores do. */
export function snapshot(machine: Machine): Snapshot {
  return { atPs: machine.simulation.now, cores: machine.cores.map((core) => ofCore(core)) };
}

function ofCore(core: Core): CoreSnapshot {
  const { ledger, doing } = core.meter;
  const elapsedPs = ledger.elapsedPs.slice();
  let { idlePs } = ledger;
  let { unfinishedPs } = core.meter;
  if (doing === 'idle' || doing === 'wfi') {
    idlePs += unfinishedPs;
    unfinishedPs = 0;
  } else if (doing === 'stretch' || doing === 'spin') {
    const id = core.current?.top.stretch?.id;
    if (id !== undefined) elapsedPs[id] += unfinishedPs;
    unfinishedPs = 0;
  }
  return { visits: ledger.visits.slice(), bytes: ledger.bytes.slice(), elapsedPs, idlePs, unfinishedPs };
}

/** What one core did between two moments: `busyPs` is visits times price, the stretches, and `unfinishedPs`. */
export interface CoreAccount {
  readonly name: string;
  readonly busyPs: number;
  readonly pollingPs: number;
  /** By path id, and elapsed time by stretch id. */
  readonly visits: readonly number[];
  readonly bytes: readonly number[];
  readonly stretchPs: readonly number[];
  /** Of paths that were under way at the end, less what had elapsed of those at the start. */
  readonly unfinishedPs: number;
}

/** What the cores did between two moments. */
export interface Account {
  readonly elapsedPs: number;
  /** By path id, all cores together; and by core. */
  readonly visits: readonly number[];
  readonly bytes: readonly number[];
  readonly stretchPs: readonly number[];
  readonly cores: readonly CoreAccount[];
}

export function account(machine: Machine, from: Snapshot, to: Snapshot): Account {
  const elapsedPs = to.atPs - from.atPs;
  const paths = machine.tariff.paths.length;
  const cores = machine.cores.map((core, i): CoreAccount => {
    const before = from.cores[i];
    const after = to.cores[i];
    const visits = difference(after.visits, before.visits, paths);
    const bytes = difference(after.bytes, before.bytes, paths);
    const stretchPs = difference(after.elapsedPs, before.elapsedPs, stretches.length);
    const pollingPs = stretches.reduce((sum, { id, role }) => sum + (role === 'polling' ? stretchPs[id] : 0), 0);
    const busyPs = elapsedPs - (after.idlePs - before.idlePs);
    return { name: core.name, busyPs, pollingPs, visits, bytes, stretchPs, unfinishedPs: after.unfinishedPs - before.unfinishedPs };
  });
  return {
    elapsedPs,
    visits: sum(cores.map((core) => core.visits), paths),
    bytes: sum(cores.map((core) => core.bytes), paths),
    stretchPs: sum(cores.map((core) => core.stretchPs), stretches.length),
    cores,
  };
}

function difference(after: Float64Array, before: Float64Array, length: number): number[] {
  return Array.from({ length }, (_, i) => (after[i] ?? 0) - (before[i] ?? 0));
}

function sum(lists: readonly (readonly number[])[], length: number): number[] {
  return Array.from({ length }, (_, i) => lists.reduce((total, list) => total + list[i], 0));
}
