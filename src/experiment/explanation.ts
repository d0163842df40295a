import type { Hypervisor } from '../hypervisors/hypervisor.ts';
import { hypervisors } from '../hypervisors/index.ts';
import type { CostId } from '../machine/costs.ts';
import type { Machine } from '../machine/machine.ts';
import { becauseOf } from './because.ts';
import { guestTask, neighbour } from './company.ts';
import { criticalPath } from './critical-path.ts';
import type { Piece } from './critical-path.ts';
import { explainedSteps } from './explained-step.ts';
import type { ExplainedStep, Setting } from './explained-step.ts';
import type { Own } from './own.ts';
import type { Life, Recording } from './recording.ts';
import { stepOf } from './recording.ts';
import type { TrialSpec } from './spec.ts';
import { prepare, statesMet } from './states.ts';
import type { Preparation, States } from './states.ts';
import { parseSystem } from './systems.ts';
import type { System } from './systems.ts';
import { complete } from './trial.ts';
import { watchRequests } from './watched.ts';
import type { Company, Watched } from './watched.ts';

/** Requests that are run: the last one is watched, when windows that learn have learnt. */
const REQUESTS = 40;

/** The life of one request: what it waited for, step by step, and what else happened meanwhile. */
export interface Explanation {
  readonly system: System;
  readonly device: string;
  readonly bytes: number;
  readonly writes: boolean;
  readonly latencyPs: number;
  /** The states that the request met. */
  readonly met: States;
  /** Null where its device has no virtqueue. */
  readonly kick: 'due' | 'suppressed' | null;
  /** On the request's path, without gap from its start to its end: they sum to the latency. */
  readonly steps: readonly ExplainedStep[];
  /** What the cores did meanwhile that the request did not wait for. */
  readonly beside: readonly ExplainedStep[];
  readonly spec: TrialSpec;
}

/** Runs a few requests of a trial and explains one; throws a sentence where the system cannot be in the states, or no request meets them. */
export function explain(asked: TrialSpec, states: States = { guest: null, backend: null }): Explanation {
  return told(asked, states, {});
}

/** Explanations of trials whose specs may name devices and workloads that the lab has not. */
export function explainWith(own: Own): (spec: TrialSpec) => Explanation {
  return (spec) => told(complete(spec, own), { guest: null, backend: null }, own);
}

function told(asked: TrialSpec, states: States, own: Own): Explanation {
  const system = parseSystem(asked.system);
  const prepared = prepare(system, asked.device, states);
  const spec = withPreparation(asked, prepared);
  const watched = watchPrepared(spec, prepared, own);
  const { machine, recording } = watched;
  for (const life of recording.lives.slice(REQUESTS / 2).reverse()) {
    const pieces = criticalPath(recording, life);
    const met = statesMet(recording, life, pieces);
    if ((states.guest !== null && met.guest !== states.guest) || (states.backend !== null && met.backend !== states.backend)) continue;
    return explained(spec, system, machine, recording, life, pieces, met);
  }
  throw new Error(unmet(system, states, watched));
}

function explained(spec: TrialSpec, system: System, machine: Machine, recording: Recording, life: Life, pieces: readonly Piece[], met: States): Explanation {
  const setting = settingOf(spec, system, machine, recording, life);
  const kick = stepOf(life, 'kick due') !== undefined ? 'due' : stepOf(life, 'kick suppressed') !== undefined ? 'suppressed' : null;
  return {
    system, device: spec.device, bytes: life.bytes, writes: life.steps[0].of.kinds[life.request] === 1, latencyPs: life.endPs - life.startPs, met, kick, spec,
    steps: explainedSteps(pieces, life.startPs, setting),
    beside: explainedSteps(besides(recording, life, pieces), life.startPs, setting),
  };
}

/** What the cores did in a request's time that is not on its path; rest is left out. */
function besides(recording: Recording, life: Life, pieces: readonly Piece[]): readonly Piece[] {
  const used = new Set(pieces.map(({ span }) => span));
  return recording.cores.flatMap((core) =>
    recording.spansOf(core)
      .filter((span) => span.toPs > life.startPs && span.fromPs < life.endPs && span.doing !== 'idle' && span.doing !== 'wfi' && !used.has(span))
      .map((span): Piece => {
        const isWhole = span.fromPs >= life.startPs && span.toPs <= life.endPs;
        return { from: 'started', until: 'collected', kind: isWhole || span.stretch !== null ? 'work' : 'busy core', span, core, cause: null, fromPs: Math.max(span.fromPs, life.startPs), toPs: Math.min(span.toPs, life.endPs) };
      }),
  );
}

function settingOf({ profile, params }: TrialSpec, system: System, machine: Machine, recording: Recording, life: Life): Setting {
  const { waits }: Hypervisor = hypervisors[system.hypervisor];
  const host = waits === 'user exit' ? 'host' : waits === 'never' ? 'machine' : 'HostVM';
  return {
    pricePs: (cost) => machine.tariff.price(cost),
    sourceOf: (cost: CostId) => (`costs.${cost}` in params ? { kind: 'assumed', source: 'set for this trial' } : { kind: profile.costs[cost].kind, source: profile.costs[cost].source }),
    vmOf: (role) => (role === 'guest user' || role === 'guest kernel' ? (waits === 'never' ? 'machine' : 'GuestVM') : role === 'hypervisor' || role === 'world switch' ? 'hypervisor' : host),
    because: becauseOf(machine, recording, life),
  };
}

function withPreparation(spec: TrialSpec, { set, depth }: Preparation): TrialSpec {
  const deep = depth === 1 ? {} : spec.device === 'net' ? { 'workload.sessions': depth } : { 'workload.iodepth': depth };
  return { ...spec, params: { ...spec.params, ...set, ...deep } };
}

function watchPrepared(spec: TrialSpec, { company }: Preparation, own: Own): Watched {
  let watched: Recording | null = null;
  const lives = (): readonly Life[] => watched?.lives ?? [];
  const all = company.map((id): Company => (id === 'guest task' ? guestTask() : neighbour(id, REQUESTS, lives)));
  return watchRequests(spec, REQUESTS, all, (recording) => {
    watched = recording;
  }, own);
}

function unmet(system: System, states: States, { recording }: Watched): string {
  const asked = [states.guest === null ? null : `guest=${states.guest}`, states.backend === null ? null : `backend=${states.backend}`].filter((part) => part !== null).join(',');
  const last = recording.lives[recording.lives.length - 1];
  const { guest, backend } = statesMet(recording, last, criticalPath(recording, last));
  const did = [guest === null ? null : `guest=${guest}`, backend === null ? null : `backend=${backend}`].filter((part) => part !== null).join(',');
  return `--state ${asked}: no request of ${system.name} met it (${did === '' ? 'none waits for a thread or an interrupt' : `the last one met ${did}`})`;
}
