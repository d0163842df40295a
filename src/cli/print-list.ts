import { backends } from '../backends/index.ts';
import { devices } from '../devices/index.ts';
import { policies } from '../experiment/policies.ts';
import type { CostEntry, Profile } from '../experiment/spec.ts';
import { systems } from '../experiment/systems.ts';
import { hypervisors } from '../hypervisors/index.ts';
import { costs, type CostInfo } from '../machine/costs.ts';
import { workloads } from '../workloads/index.ts';
import { readMeasurements } from '../formats/measurements-file.ts';
import { labNames, readLabFile, readNamed, type LabFile, type LabFolder } from './lab-files.ts';
import type { Listing } from './list.ts';
import { loadProfile } from './load-profile.ts';
import { parameterList } from './print-parameters.ts';
import { screenOf, tableText, type Column, type Screen } from './table.ts';

/** Prints one line for each thing of a kind. */
export function printList(kind: Listing, profile: string): void {
  const screen = screenOf(process.stdout);
  process.stdout.write(kind === 'costs' ? costList(profile, screen) : kind === 'parameters' ? parameterList(screen) : lines(rowsOf[kind]()));
}

/** A thing and one line of meaning. */
type Row = readonly [id: string, meaning: string];

const rowsOf: Readonly<Record<Exclude<Listing, 'costs' | 'parameters'>, () => readonly Row[]>> = {
  systems: () => Object.entries(systems).map(([id, { title, maturity }]) => [id, maturity === 'shipping' ? title : `${title} (${maturity})`]),
  backends: () => titled(backends),
  hypervisors: () => titled(hypervisors),
  devices: () => titled(devices),
  workloads: () => [...titled(workloads).filter(([id]) => id !== 'fio'), ...labNames('workloads').map((name) => [`fio:${name}`, firstComment('workloads', name)] as const)],
  profiles: () => labNames('profiles').map((name) => profileRow(name, loadProfile(readLabFile('profiles', name)))),
  policies: () => titled(policies),
  measurements: () => labNames('measurements').map((name) => [name, readMeasurements(...textOf(readLabFile('measurements', name))).title]),
  suites: () => labNames('suites').map((name) => [name, firstComment('suites', name)]),
};

const textOf = ({ text, file }: LabFile): readonly [text: string, file: string] => [text, file];

const profileRow = (name: string, { title, set = {} }: Profile): Row => {
  const facts = Object.entries(set).map(([key, value]) => `${key}=${value}`);
  return [name, facts.length === 0 ? title : `${title}; ${facts.join(', ')} unless it is said otherwise`];
};

const titled = (registry: Readonly<Record<string, { readonly title: string; readonly says?: string }>>): readonly Row[] =>
  Object.entries(registry).map(([id, { title, says }]) => [id, says === undefined ? title : `${title}; ${says}`]);

/** Suites and job files say in the comment at their head what they are for. */
const firstComment = (kind: LabFolder, name: string): string => /^[#;]\s*(.*)/.exec(readLabFile(kind, name).text)?.[1] ?? '';

function lines(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([id]) => id.length));
  return rows.map(([id, meaning]) => `${`${id.padEnd(width)}  ${meaning}`.trimEnd()}\n`).join('');
}

/** Every cost with its price: a line each for a pipe; on a screen meaning and source below it. */
function costList(nameOrPath: string, screen: Screen): string {
  const profile = loadProfile(readNamed('profiles', nameOrPath));
  const rows = Object.entries(costs).map(([id, info]) => ({ id, info, price: profile.costs[id] }));
  if (!screen.boxes) return tableText(rows, costColumns, screen);
  return rows
    .map(({ id, info, price }) => `${id}  ${price.value} ${price.unit}${info.per === 'byte' ? ' per byte' : ''}, ${price.kind}\n    ${info.says}\n    source: ${price.source}\n`)
    .join('');
}

interface CostRow {
  readonly id: string;
  readonly info: CostInfo;
  readonly price: CostEntry;
}

const costColumns: readonly Column<CostRow>[] = [
  { head: 'cost', of: ({ id }) => id },
  { head: 'value', of: ({ price }) => String(price.value), right: true },
  { head: 'unit', of: ({ price, info }) => (info.per === 'byte' ? `${price.unit}/byte` : price.unit) },
  { head: 'kind', of: ({ price }) => price.kind },
  { head: 'meaning', of: ({ info }) => info.says },
  { head: 'source', of: ({ price }) => price.source },
];
