import { costs } from '../machine/costs.ts';
import type { Machine } from '../machine/machine.ts';
import type { Tariff } from '../machine/path.ts';
import { stretches } from '../machine/stretch.ts';
import { criticalPath } from './critical-path.ts';
import type { Piece } from './critical-path.ts';
import { phaseOf, phases } from './phase.ts';
import type { Phase } from './phase.ts';
import type { Account } from './ledger.ts';
import { Recording } from './recording.ts';
import type { Life } from './recording.ts';
import { runOnce, warmUp } from './run.ts';
import type { TrialSpec } from './spec.ts';
import type { TimeGroup } from './time-groups.ts';
import { watchRequests } from './watched.ts';

/** A part of some time and what it is made of; in ps over all requests, so that sums are exact. */
export interface Frame {
  readonly name: string;
  readonly ps: number;
  readonly parts: readonly Frame[];
}

/** Where the time of a trial's requests went: latency by phase and group, CPU time by group. */
export interface Sums {
  readonly system: string;
  readonly requests: number;
  /** Sum of the latencies. */
  readonly latencyPs: number;
  readonly byPhase: Readonly<Record<Phase, number>>;
  readonly byGroup: Readonly<Record<TimeGroup, number>>;
  /** Busy time of all cores while they were measured. */
  readonly cpuPs: number;
  readonly cpuByGroup: Readonly<Record<TimeGroup, number>>;
}

/** The same with all that the sums are made of. */
export interface Attribution extends Sums {
  /** Phase, path, cost. */
  readonly latencyTree: Frame;
  /** Role, path, cost. */
  readonly cpuTree: Frame;
}

/** Runs the first replication of a trial, watched, and puts its requests' latency and its cores' time down to what they went to. */
export function attribute(spec: TrialSpec): Attribution {
  const recording = new Recording();
  const { machine, account, latenciesPs } = runOnce(spec, spec.seed, recording);
  const warm = warmUp(spec.requests, Number(spec.params['topology.guests']));
  return ofLives(spec.system, machine, recording, recording.lives.slice(warm, warm + latenciesPs.length), account);
}

/** The same for the second half of a few requests: enough where every request is like the next. */
export function attributeFew(spec: TrialSpec, count: number): Attribution {
  const { machine, recording, account } = watchRequests(spec, count);
  return ofLives(spec.system, machine, recording, recording.lives.slice(count >> 1), account);
}

function ofLives(system: string, { tariff }: Machine, recording: Recording, lives: readonly Life[], account: Account): Attribution {
  const byPhase: Record<Phase, number> = { submit: 0, kick: 0, 'back end': 0, device: 0, completion: 0, delivery: 0 };
  const byGroup = noTime();
  const latency = new Tree();
  let latencyPs = 0;
  for (const life of lives) {
    latencyPs += life.endPs - life.startPs;
    for (const piece of criticalPath(recording, life)) putDown(piece, tariff, byPhase, byGroup, latency);
  }
  const cpuByGroup = noTime();
  const cpu = new Tree();
  chargeCores(tariff, account, cpuByGroup, cpu);
  return {
    system, requests: lives.length, latencyPs, byPhase, byGroup, latencyTree: latency.frame('latency'),
    cpuPs: account.cores.reduce((sum, { busyPs }) => sum + busyPs, 0), cpuByGroup, cpuTree: cpu.frame('CPU time'),
  };
}

function noTime(): Record<TimeGroup, number> {
  return {
    exceptions: 0, 'world switch': 0, 'exit handling': 0, interrupts: 0, 'host OS': 0, ring: 0, memory: 0, bridge: 0, device: 0, guest: 0, vmm: 0, xen: 0,
    'device time': 0, computing: 0, polling: 0, spinning: 0, waiting: 0, 'cut off': 0,
  };
}

function putDown({ from, until, kind, span, cause, fromPs, toPs }: Piece, tariff: Tariff, byPhase: Record<Phase, number>, byGroup: Record<TimeGroup, number>, tree: Tree): void {
  const ps = toPs - fromPs;
  const phase = phaseOf({ from, until });
  byPhase[phase] += ps;
  if (kind === 'work' && span !== null && span.path !== null) {
    for (const { cost, times } of span.path.steps) {
      const step = times * (costs[cost].per === 'byte' ? span.bytes : 1) * tariff.price(cost);
      byGroup[costs[cost].group] += step;
      tree.add(step, phase, span.path.name, cost);
    }
    return;
  }
  const group = kind === 'flight' ? (cause?.by == null ? 'device' : 'interrupts') : kind === 'device' ? 'device time' : kind === 'work' ? 'computing' : 'waiting';
  byGroup[group] += ps;
  tree.add(ps, phase, kind === 'work' ? (span?.stretch?.name ?? kind) : kind);
}

/** Busy time of all cores by what was charged: visits times price, elapsed stretches, and paths that the ends cut off. */
function chargeCores(tariff: Tariff, { visits, bytes, stretchPs, cores }: Account, byGroup: Record<TimeGroup, number>, tree: Tree): void {
  for (const { id, name, steps } of tariff.paths) {
    if (visits[id] === 0) continue;
    for (const { cost, times, role } of steps) {
      const ps = times * (costs[cost].per === 'byte' ? bytes[id] : visits[id]) * tariff.price(cost);
      byGroup[costs[cost].group] += ps;
      tree.add(ps, role, name, cost);
    }
  }
  for (const { id, name, role } of stretches) {
    byGroup[role === 'polling' ? 'polling' : name === 'EL2 spin' || name === 'guest spin' ? 'spinning' : 'computing'] += stretchPs[id];
    tree.add(stretchPs[id], role, name);
  }
  const cutOff = cores.reduce((sum, { unfinishedPs }) => sum + unfinishedPs, 0);
  byGroup['cut off'] += cutOff;
  tree.add(cutOff, 'cut off by the ends of what was measured');
}

/** Sums by a way of names. */
class Tree {
  #ps = 0;
  readonly #parts = new Map<string, Tree>();

  add(ps: number, ...way: readonly string[]): void {
    if (ps === 0) return;
    this.#ps += ps;
    if (way.length === 0) return;
    const [name, ...rest] = way;
    let part = this.#parts.get(name);
    if (part === undefined) {
      part = new Tree();
      this.#parts.set(name, part);
    }
    part.add(ps, ...rest);
  }

  frame(name: string): Frame {
    return { name, ps: this.#ps, parts: [...this.#parts].map(([part, tree]) => tree.frame(part)).sort((a, b) => order(a) - order(b)) };
  }
}

/** Phases come in their order; everything else as it was met. */
function order({ name }: Frame): number {
  const at = phases.findIndex((phase) => phase === name);
  return at < 0 ? phases.length : at;
}
