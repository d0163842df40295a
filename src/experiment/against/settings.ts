import type { Hypervisor } from '../../hypervisors/hypervisor.ts';
import { hypervisors } from '../../hypervisors/index.ts';
import type { ParameterValue } from '../../machine/parameter.ts';
import { policies } from '../policies.ts';
import type { TrialSpec } from '../spec.ts';
import { parseSystem } from '../systems.ts';
import { align } from './align.ts';
import type { Alignment } from './align.ts';
import { steadyRequest } from './steady-request.ts';
import type { SteadyRequest } from './steady-request.ts';
import type { TracedEvent } from './traced-event.ts';

type Settings = Readonly<Record<string, ParameterValue>>;

/** What decides which events a request has, and shows in a trace. Each as asked, or else so; `certain` where the trace leaves no doubt. */
const visible: readonly { readonly of: (spec: TrialSpec) => boolean; readonly set: Settings; readonly certain?: (events: readonly TracedEvent[]) => boolean }[] = [
  { of: ({ system }) => !ofSystem(system).partitioned, set: { 'topology.core_map': 'shared', 'topology.host_cores': 1 }, certain: onOneCpu },
  { of: ({ device }) => device === 'blk', set: { 'device.service': 0 } },
  { of: ({ device }) => device === 'net', set: { 'device.peer': 'host-process' } },
  { of: ({ system }) => ofSystem(system).waits === 'user exit', set: policies['linux-6.1-qemu-7.2'].set },
];

function onOneCpu(events: readonly TracedEvent[]): boolean {
  return events.every(({ cpu, what }) => cpu === events[0].cpu && (what?.name !== 'sched_wakeup' || what.onCpu === cpu));
}

const ofSystem = (system: string): Hypervisor => hypervisors[parseSystem(system).hypervisor];

/** A request of the model and how a trace aligns with it. */
export interface Fitted {
  readonly spec: TrialSpec;
  readonly request: SteadyRequest;
  readonly alignment: Alignment;
  /** What was set beyond what was asked, and of how many settings it is the nearest. */
  readonly chosen: Settings;
  readonly tried: number;
}

/** Puts the model into the state that the trace shows: of the settings that nobody asked for, those whose events are nearest to it. */
export function fit(asked: TrialSpec, events: readonly TracedEvent[], isAsked: (key: string) => boolean): Fitted {
  const open = visible.filter(({ of, set }) => of(asked) && Object.keys(set).every((key) => !isAsked(key)) && Object.entries(set).some(([key, value]) => asked.params[key] !== value));
  const tries = open.reduce<readonly Settings[]>((sets, { set, certain }) => [...(certain?.(events) ? [] : sets), ...sets.map((one) => ({ ...one, ...set }))], [{}]);
  const some = events.slice(0, SAMPLE);
  const fitted = tries.map((chosen): Fitted => {
    const spec = { ...asked, params: { ...asked.params, ...chosen } };
    const request = steadyRequest(spec);
    return { spec, request, alignment: alignedWith(some, request), chosen, tried: tries.length };
  });
  const nearest = fitted.reduce((best, one) => (one.alignment.score > best.alignment.score ? one : best));
  return some.length === events.length ? nearest : { ...nearest, alignment: alignedWith(events, nearest.request) };
}

/** So many events say which setting is the nearest. */
const SAMPLE = 20_000;

const alignedWith = (events: readonly TracedEvent[], { steps }: SteadyRequest): Alignment => align(events, steps.map(({ event }) => event));
