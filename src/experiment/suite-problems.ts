import { devices } from '../devices/index.ts';
import { workloads } from '../workloads/index.ts';
import { fault } from './fault.ts';
import { compatiblePairs, drives, workloadName } from './pairs.ts';
import { workloadId } from './parameters.ts';
import { policies } from './policies.ts';
import { quoted, unknown } from './quoted.ts';
import { one, settingProblems, type SuiteProblem } from './setting-problems.ts';
import type { Suite } from './suite.ts';
import { parseSystem } from './systems.ts';

/** Whole numbers of a suite and their ranges. */
export const suiteNumbers = { requests: [1, 1e8], replications: [1, 1000], seed: [0, Number.MAX_SAFE_INTEGER] } as const;

/** Everything that is wrong with a suite, or with those parts of it that are there. */
export function suiteProblems(suite: Partial<Suite>): readonly SuiteProblem[] {
  return [
    ...numberProblems(suite),
    ...systemProblems(suite),
    ...each('devices', suite.devices ?? [], (id) => known('device', id, Object.keys(devices))),
    ...each('workloads', suite.workloads?.map(workloadName) ?? [], workloadFault),
    ...(suite.policy === undefined ? [] : one(['policy'], known('policy', suite.policy, Object.keys(policies)))),
    ...(isKnown(suite) ? pairProblems(suite.devices, suite.workloads) : []),
    ...settingProblems(suite, isKnown(suite) ? compatiblePairs(suite) : []),
  ];
}

/** Whether the pairs of a suite can be told; what can be set depends on them. */
const isKnown = (suite: Partial<Suite>): suite is Partial<Suite> & Pick<Suite, 'devices' | 'workloads'> =>
  suite.devices?.every((id) => Object.hasOwn(devices, id)) === true && suite.workloads?.every((load) => Object.hasOwn(drives, workloadId(workloadName(load)))) === true;

function numberProblems(suite: Partial<Suite>): readonly SuiteProblem[] {
  return Object.entries(suiteNumbers).flatMap(([name, [least, most]]) => {
    const value = suite[name as keyof typeof suiteNumbers];
    if (value === undefined || (Number.isSafeInteger(value) && value >= least && value <= most)) return [];
    return one([name], `${name}: ${quoted(value)} (must be a whole number from ${least} to ${most})`);
  });
}

function systemProblems({ systems, baseline }: Partial<Suite>): readonly SuiteProblem[] {
  const problems = each('systems', systems ?? [], (text) => fault(() => parseSystem(text)), (text) => parseSystem(text).name);
  if (baseline === undefined) return problems;
  const wrong = fault(() => parseSystem(baseline));
  if (wrong !== undefined) return [...problems, ...one(['baseline'], wrong)];
  const names = (systems ?? []).map((text) => (fault(() => parseSystem(text)) === undefined ? parseSystem(text).name : undefined));
  const among = systems === undefined || names.includes(undefined) || names.includes(parseSystem(baseline).name);
  return among ? problems : [...problems, ...one(['baseline'], `baseline ${quoted(baseline)} is not among the systems of this suite`)];
}

function workloadFault(name: string): string | undefined {
  if (name === 'fio') return 'fio needs a job file (write fio:NAME for one of the lab, fio:./path.fio for one beside the suite)';
  if (!name.startsWith('fio:')) return known('workload', name, Object.keys(workloads));
  const file = name.slice('fio:'.length);
  if (/^[\w-][\w.-]*$/.test(file) || /^\.(\/[\p{L}\p{N}_-][\p{L}\p{N}_ .-]*)+$/u.test(file)) return undefined;
  return `not a job file: ${quoted(file)} (write fio:NAME for one of the lab, fio:./path.fio for one beside or below the suite)`;
}

const driversOf = (device: string): readonly string[] => Object.keys(drives).filter((id) => drives[id].includes(device));

/** A device or workload that has no partner would silently be no part of the result; not said beside a misspelt one, which may be the partner. */
function pairProblems(wanted: Suite['devices'], loads: Suite['workloads']): readonly SuiteProblem[] {
  const pairs = compatiblePairs({ devices: wanted, workloads: loads });
  const lonelyDevices = wanted.map((device, i) => ({ device, i })).filter(({ device }) => !pairs.some((pair) => pair.device === device));
  const lonelyLoads = loads.map((load, i) => ({ name: workloadName(load), i })).filter(({ name }) => !pairs.some((pair) => pair.workload === name));
  return [
    ...lonelyDevices.flatMap(({ device, i }) => one(['devices', i], `no workload of this suite drives ${device} (${driversOf(device).join(', ')} would)`)),
    ...lonelyLoads.flatMap(({ name, i }) => one(['workloads', i], `${quoted(name)} drives no device of this suite (it drives ${drives[workloadId(name)].join(', ')})`)),
  ];
}

/** Faults of a list's items, and items that stand there twice. */
function each(field: string, items: readonly string[], wrong: (item: string) => string | undefined, canonical = (item: string): string => item): readonly SuiteProblem[] {
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    const says = wrong(item) ?? (seen.has(canonical(item)) ? `${quoted(item)} stands here twice` : undefined);
    if (says === undefined) seen.add(canonical(item));
    return says === undefined ? [] : one([field, i], says);
  });
}

const known = (what: string, id: string, ids: readonly string[]): string | undefined => (ids.includes(id) ? undefined : unknown(what, id, ids));
