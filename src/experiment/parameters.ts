import { devices } from '../devices/index.ts';
import { costs } from '../machine/costs.ts';
import type { Parameter, Parameters, ParameterValue } from '../machine/parameter.ts';
import { topology } from '../machine/topology.ts';
import { ring } from '../virtio/parameters.ts';
import { workloads } from '../workloads/index.ts';
import type { Own } from './own.ts';
import { policy } from './policies.ts';
import { durationNs, instructionCount, largestCost, plainNumber, sizeBytes, unitOf } from './quantity.ts';
import { quoted, unknown } from './quoted.ts';
import type { Profile } from './spec.ts';

export type GroupName = 'ring' | 'policy' | 'topology' | 'device' | 'workload';

/** What can be set for one trial, by the word in front of the point. */
export type ParameterGroups = Readonly<Record<GroupName, Parameters>>;

/** The registry id of a workload: that of `fio:randread-4k` is `fio`. */
export const workloadId = (workload: string): string => workload.replace(/:.*$/s, '');

/** Everything that can be set where this workload drives this device; costs apart. */
export function parameterGroups(device: string, workload: string, own: Own = {}): ParameterGroups {
  return {
    ring, policy, topology,
    device: parametersOf('device', device, { ...devices, ...own.devices }),
    workload: parametersOf('workload', workloadId(workload), { ...workloads, ...own.workloads }),
  };
}

function parametersOf(what: string, id: string, registry: Readonly<Record<string, { readonly parameters: Parameters }>>): Parameters {
  if (!Object.hasOwn(registry, id)) throw new Error(unknown(what, id, Object.keys(registry)));
  return registry[id].parameters;
}

/** The settable keys of some groups, `costs.` included: `ring.event_idx`, `costs.context_switch`. */
export function keysOf(groups: ParameterGroups): readonly string[] {
  const set = Object.entries(groups).flatMap(([group, parameters]) => Object.keys(parameters).map((name) => `${group}.${name}`));
  return [...set, ...Object.keys(costs).map((id) => `costs.${id}`)];
}

/** Every parameter of some groups at its default, in the order of declaration. */
export function defaultsOf(groups: ParameterGroups): Record<string, ParameterValue> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, parameters]) => Object.entries(parameters).map(([name, { default: value }]) => [`${group}.${name}`, value])),
  );
}

/** What a profile says of its machine, as far as these groups have it. */
export function factsOf(profile: Profile, groups: ParameterGroups): Record<string, ParameterValue> {
  const known = Object.entries(profile.set ?? {}).filter(([key]) => hasKey(key, groups));
  return Object.fromEntries(known.map(([key, raw]) => [key, resolveParameter(key, raw, groups, profile)]));
}

/** Whether a key names something in these groups or a cost. */
export function hasKey(key: string, groups: ParameterGroups): boolean {
  return isCost(key) || parameterAt(key, groups) !== undefined;
}

function parameterAt(key: string, groups: ParameterGroups): Parameter | undefined {
  const [group, name] = splitKey(key);
  if (!Object.hasOwn(groups, group)) return undefined;
  const parameters = groups[group as GroupName];
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

const isCost = (key: string): boolean => key.startsWith('costs.') && Object.hasOwn(costs, key.slice('costs.'.length));

const splitKey = (key: string): readonly [group: string, name: string] => [key.slice(0, Math.max(0, key.indexOf('.'))), key.slice(key.indexOf('.') + 1)];

/** `ring.event_idx=false` as its key and its value, which is still text; what both mean is `resolveParameter`'s to say. */
export function parseAssignment(text: string): readonly [key: string, raw: string] {
  const equals = text.indexOf('=');
  const key = text.slice(0, Math.max(0, equals)).trim();
  const raw = text.slice(equals + 1).trim();
  if (equals < 0 || key === '' || raw === '') throw new Error(`not a setting: ${quoted(text)} (write KEY=VALUE, e.g. costs.context_switch=1.5us)`);
  return [key, raw];
}

/** A user's value for a key, as the simulator takes it: ns, bytes, numbers, flags and choices, each within its range; a cost in the profile's unit. */
export function resolveParameter(key: string, raw: ParameterValue, groups: ParameterGroups, profile?: Profile): ParameterValue {
  if (isCost(key)) return resolveCost(key, raw, profile);
  const parameter = parameterAt(key, groups);
  if (parameter === undefined) throw new Error(unknownKey(key, keysOf(groups)));
  return valueOf(key, raw, parameter);
}

/** What was meant by a key, or what its group has, or which groups there are. */
export function unknownKey(key: string, keys: readonly string[]): string {
  const group = keys.filter((known) => splitKey(known)[0] === splitKey(key)[0]);
  const groups = [...new Set(keys.map((known) => `${splitKey(known)[0]}.NAME`))];
  return unknown('parameter', key, keys, group.length > 0 ? group : groups);
}

function valueOf(key: string, raw: ParameterValue, parameter: Parameter): ParameterValue {
  switch (parameter.kind) {
    case 'flag':
      if (String(raw) !== 'true' && String(raw) !== 'false') throw new Error(`${key}: ${quoted(raw)} (must be true or false)`);
      return String(raw) === 'true';
    case 'choice':
      if (!parameter.of.includes(String(raw))) throw new Error(`${key}: ${unknown('choice', String(raw), parameter.of)}`);
      return String(raw);
    case 'duration':
      return within(key, raw, named(key, () => durationNs(raw)), parameter.min ?? 0, parameter.max ?? longestNs, 'ns');
    case 'bytes':
      return whole(key, raw, within(key, raw, named(key, () => sizeBytes(raw)), parameter.min ?? 0, parameter.max ?? Number.MAX_SAFE_INTEGER, ' bytes'));
    case 'count':
      return whole(key, raw, within(key, raw, named(key, () => plainNumber(raw)), parameter.min ?? 0, parameter.max ?? Number.MAX_SAFE_INTEGER, ''));
    case 'number':
      return within(key, raw, named(key, () => plainNumber(raw)), parameter.min ?? 0, parameter.max ?? Number.MAX_VALUE, '');
  }
}

/** An hour: simulated time ends after 2.5. */
const longestNs = 3.6e12;

function resolveCost(key: string, raw: ParameterValue, profile: Profile | undefined): number {
  const unit = unitOf(raw);
  const counts = profile === undefined ? unit === 'instructions' : profile.instructions_per_ns !== undefined;
  if (counts && unit === 'time') throw new Error(`${key}: ${quoted(raw)} is a time, but profile ${profile?.name} counts instructions (write 1200 or 1200instructions)`);
  if (!counts && unit === 'instructions') throw new Error(`${key}: ${quoted(raw)}, but profile ${profile?.name} counts time (write 800ns or 1.5us; a plain number is ns)`);
  return within(key, raw, named(key, () => (counts ? instructionCount(raw) : durationNs(raw))), 0, largestCost, counts ? ' instructions' : 'ns');
}

function within(key: string, raw: ParameterValue, value: number, least: number, most: number, unit: string): number {
  if (value < least) throw new Error(`${key}: ${quoted(raw)} (must be at least ${least}${unit})`);
  if (value > most) throw new Error(`${key}: ${quoted(raw)} (must be at most ${most}${unit})`);
  return value;
}

function whole(key: string, raw: ParameterValue, value: number): number {
  if (!Number.isSafeInteger(value)) throw new Error(`${key}: ${quoted(raw)} (must be a whole number)`);
  return value;
}

/** Puts the key in front of what is wrong with its value. */
function named<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${key}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
