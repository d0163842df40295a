import type { Hypervisor } from '../hypervisors/hypervisor.ts';
import { hypervisors } from '../hypervisors/index.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { VcpuPlace } from '../machine/vcpu.ts';
import type { Piece } from './critical-path.ts';
import type { HandOverTold, Life, Recording } from './recording.ts';
import { stepOf } from './recording.ts';
import type { System } from './systems.ts';
import { unknown } from './quoted.ts';

/** What a completion can find the guest's vCPU doing, and a kick the back end. */
export const guestStates = ['running', 'wfi', 'halt-polling', 'blocked', 'preempted'] as const;
export const backendStates = ['running', 'polling', 'sleeping', 'runnable'] as const;
export type GuestState = (typeof guestStates)[number];
export type BackendState = (typeof backendStates)[number];

/** The states that a request meets; null: it meets none, or any will do. */
export interface States {
  readonly guest: GuestState | null;
  readonly backend: BackendState | null;
}

/** `guest=blocked,backend=sleeping` as states. */
export function parseStates(text: string): States {
  let states: States = { guest: null, backend: null };
  for (const part of text.split(',')) {
    const [who, state = '', ...rest] = part.trim().split('=');
    if (rest.length > 0 || state === '') throw new Error(`--state: ${part.trim() === '' ? 'nothing' : part.trim()} (write guest=STATE, backend=STATE or both, with a comma)`);
    if (who === 'guest') states = { ...states, guest: known(state, guestStates) };
    else if (who === 'backend') states = { ...states, backend: known(state, backendStates) };
    else throw new Error(`--state: ${unknown('side', who, ['guest', 'backend'])}`);
  }
  return states;
}

function known<T extends string>(state: string, states: readonly T[]): T {
  const found = states.find((word) => word === state);
  if (found === undefined) throw new Error(`--state: ${unknown('state', state, states)}`);
  return found;
}

/** A task that keeps the guest busy; a thread of the host on the guest's core, or on that of the back end. */
export type CompanyId = 'guest task' | 'on the guest\'s core' | 'on the back end\'s core';

/** How a machine is prepared so that a request meets a state: settings, and who keeps it company. */
export interface Preparation {
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly company: readonly CompanyId[];
  /** Requests in flight, where others have to keep the back end busy. */
  readonly depth: number;
}

/** Longer than any request takes, in ns: who polls so long polls until something comes. */
const LONG_NS = 1e9;
const none: Preparation = { set: {}, company: [], depth: 1 };

/** How a system is brought to some states; throws the reason where it cannot be in them. */
export function prepare(system: System, device: string, { guest, backend }: States): Preparation {
  const hypervisor: Hypervisor = hypervisors[system.hypervisor];
  const ofGuest = guest === null ? none : guestPreparation(system, hypervisor, guest);
  const ofBackend = backend === null ? none : backendPreparation(system, hypervisor, device, backend);
  return { set: { ...ofGuest.set, ...ofBackend.set }, company: [...ofGuest.company, ...ofBackend.company], depth: ofBackend.depth };
}

const refuse = (system: System, state: string, why: string): never => {
  throw new Error(`--state ${state}: ${system.name} cannot be in it (${why})`);
};

function guestPreparation(system: System, { waits, partitioned }: Hypervisor, state: GuestState): Preparation {
  const kvm = waits === 'user exit';
  const shownAs = `guest=${state}`;
  switch (state) {
    case 'running':
      return { ...none, company: ['guest task'] };
    case 'wfi':
      return kvm || waits === 'deschedule' ? { ...none, set: { 'policy.twi': 'native' } } : none;
    case 'halt-polling':
      if (!kvm) refuse(system, shownAs, 'halt polling is KVM\'s; here a vCPU with nothing to do sleeps at once');
      return { ...none, set: { 'policy.twi': 'trap', 'policy.halt_poll_ns': LONG_NS, 'policy.halt_poll_grow_start': LONG_NS } };
    case 'blocked':
      if (partitioned) refuse(system, shownAs, 'WFI is not trapped there: its vCPU waits in a native WFI, state guest=wfi');
      return { ...none, set: { 'policy.twi': 'trap', 'policy.halt_poll_ns': 0 } };
    case 'preempted':
      if (partitioned) refuse(system, shownAs, 'every VM has cores of its own, which nobody else is given');
      return { ...none, company: ['guest task', 'on the guest\'s core'] };
  }
}

/** The policy by which each back end that can poll polls, and the settings that leave it asleep. */
const windows: Readonly<Record<string, string>> = { vhost: 'policy.busyloop_timeout', iothread: 'policy.poll_max_ns', daemon: 'policy.daemon_poll_iters' };

function backendPreparation(system: System, hypervisor: Hypervisor, device: string, state: BackendState): Preparation {
  const thread = threadOf(system, hypervisor, device);
  const shownAs = `backend=${state}`;
  if (thread === null) return refuse(system, shownAs, 'no thread of a back end waits for its kicks: whoever traps serves by itself');
  switch (state) {
    case 'polling':
      if (thread === 'sidecore') return none;
      if (windows[thread] === undefined) return refuse(system, shownAs, thread === 'main loop' ? 'the main loop of a VMM does not poll a ring' : 'its daemon does not poll');
      return { ...none, set: { [windows[thread]]: thread === 'daemon' ? 1e9 : LONG_NS } };
    case 'sleeping':
      if (thread === 'sidecore') return refuse(system, shownAs, 'a sidecore never sleeps');
      return { ...none, set: { 'policy.busyloop_timeout': 0, 'policy.poll_max_ns': 0, 'policy.daemon_poll_iters': 0 } };
    case 'running':
      if (device === 'console') return refuse(system, shownAs, 'a console has one write under way at a time, and nobody else keeps its back end busy');
      return { ...none, depth: 8 };
    case 'runnable':
      if (thread === 'sidecore') return refuse(system, shownAs, 'a sidecore has a core of its own');
      return { ...none, company: ['on the back end\'s core'] };
  }
}

function threadOf({ backend, options }: System, { waits }: Hypervisor, device: string): 'vhost' | 'iothread' | 'main loop' | 'daemon' | 'other daemon' | 'sidecore' | null {
  if (backend === 'vhost' || backend === 'sidecore') return backend;
  if (backend !== 'user-thread') return null;
  if (waits === 'spin') return 'daemon';
  if (waits === 'deschedule') return 'other daemon';
  if (options['io'] === 'vcpu') return null;
  return options['io'] === 'main-loop' || device !== 'blk' ? 'main loop' : 'iothread';
}

const ofPlace: Readonly<Record<VcpuPlace, GuestState>> = { 'in guest': 'running', exited: 'running', polling: 'halt-polling', blocked: 'blocked', wfi: 'wfi', spinning: 'running' };

/** The states that a request did meet, by what was told of it. */
export function statesMet(recording: Recording, life: Life, pieces: readonly Piece[]): States {
  return { guest: guestMet(recording, life, pieces), backend: backendMet(recording, life, pieces) };
}

function guestMet(recording: Recording, life: Life, pieces: readonly Piece[]): GuestState | null {
  const from = stepOf(life, 'submitted') ?? life.steps[0];
  const until = stepOf(life, 'completed') ?? life.steps[life.steps.length - 1];
  const within = recording.handOversWithin(from.seq, until.seq);
  const taken = within.findLast((it) => it.what === 'virtual interrupt taken');
  if (taken === undefined || taken.what !== 'virtual interrupt taken') return null;
  const { vcpu, line } = taken;
  const { core } = vcpu.thread;
  const delivery = pieces.filter((piece) => piece.core === core && piece.fromPs >= from.atPs && piece.toPs <= taken.atPs);
  if (delivery.some(({ kind }) => kind === 'run queue')) return 'preempted';
  const injected = within.find((it): it is Extract<HandOverTold, { what: 'injected' }> => it.what === 'injected' && it.line === line);
  if (injected !== undefined) return ofPlace[injected.found];
  const waking = delivery.find(({ span }) => span?.doing === 'leaving idle');
  if (waking !== undefined) return waking.span?.path === core.machine.paths.wfiWake ? 'wfi' : 'blocked';
  const first = delivery.find(({ span }) => span !== null)?.span;
  const before = first === undefined || first === null ? undefined : recording.spansOf(core)[recording.spanBefore(core, first.seq)];
  return before?.stretch?.role === 'polling' ? 'halt-polling' : 'running';
}

function backendMet(recording: Recording, life: Life, pieces: readonly Piece[]): BackendState | null {
  const published = stepOf(life, 'published');
  const taken = stepOf(life, 'taken');
  if (published === undefined || taken === undefined || taken.by === null || taken.by === published.by && stepOf(life, 'kicked') === undefined) return null;
  const within = recording.handOversWithin(published.seq, taken.seq);
  const kick = pieces.filter(({ until }) => until === 'taken');
  const noticed = within.find((it) => it.what === 'signal noticed' && it.waiter.vcpu === null);
  if (noticed !== undefined) return 'polling';
  const raised = within.find((it): it is Extract<HandOverTold, { what: 'signal raised' }> => it.what === 'signal raised' && it.waiter !== null && it.waiter.vcpu === null);
  if (raised?.found === 'being woken') return 'runnable';
  if (raised?.found === 'sleeping') {
    const queued = kick.findIndex(({ span }) => span?.doing === 'switch' && span.next === raised.waiter) - 1;
    return kick[queued]?.kind === 'run queue' ? 'runnable' : 'sleeping';
  }
  return raised === undefined && taken.by === published.by ? null : 'running';
}
