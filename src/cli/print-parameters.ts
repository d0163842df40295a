import { devices } from '../devices/index.ts';
import { parameterGroups } from '../experiment/parameters.ts';
import type { Parameter, Parameters } from '../machine/parameter.ts';
import { workloads } from '../workloads/index.ts';
import { tableText, type Column, type Screen } from './table.ts';

interface Row {
  readonly key: string;
  /** The device or workload that has it; empty where every trial has. */
  readonly of: string;
  readonly parameter: Parameter;
}

const rowsOf = (group: string, of: string, parameters: Parameters): readonly Row[] => Object.entries(parameters).map(([name, parameter]) => ({ key: `${group}.${name}`, of, parameter }));

function allRows(): readonly Row[] {
  const { ring, policy, topology } = parameterGroups('blk', 'fio');
  return [
    ...rowsOf('ring', '', ring), ...rowsOf('policy', '', policy), ...rowsOf('topology', '', topology),
    ...Object.entries(devices).flatMap(([id, { parameters }]) => rowsOf('device', id, parameters)),
    ...Object.entries(workloads).flatMap(([id, { parameters }]) => rowsOf('workload', id, parameters)),
  ];
}

const UNITS = [['s', 1e9], ['ms', 1e6], ['us', 1e3]] as const;

/** A value as a user would write it for `--set`. */
function written({ kind }: Parameter, value: number | boolean | string): string {
  const unit = kind === 'duration' && value !== 0 ? UNITS.find(([, ns]) => Number(value) % ns === 0) : undefined;
  return unit === undefined ? `${value}${kind === 'duration' && value !== 0 ? 'ns' : ''}` : `${Number(value) / unit[1]}${unit[0]}`;
}

/** What a value can be: the words of a choice, or a range. */
function valuesOf(parameter: Parameter): string {
  if (parameter.kind === 'flag') return 'true|false';
  if (parameter.kind === 'choice') return parameter.of.join('|');
  const from = written(parameter, parameter.min ?? 0);
  return `${from}..${parameter.max === undefined ? '' : written(parameter, parameter.max)}${parameter.kind === 'bytes' ? ' bytes' : ''}`;
}

const columns: readonly Column<Row>[] = [
  { head: 'parameter', of: ({ key }) => key },
  { head: 'of', of: ({ of }) => of },
  { head: 'default', of: ({ parameter }) => written(parameter, parameter.default), right: true },
  { head: 'values', of: ({ parameter }) => valuesOf(parameter) },
  { head: 'meaning', of: ({ parameter }) => parameter.says },
];

/** Everything that `--set` takes but costs: a line each for a pipe; on a screen the meaning stands below. */
export function parameterList(screen: Screen): string {
  const rows = allRows();
  if (!screen.boxes) return tableText(rows, columns, screen);
  return rows
    .map(({ key, of, parameter }) => `${key}${of === '' ? '' : ` (${of})`}  ${written(parameter, parameter.default)}, ${valuesOf(parameter)}\n    ${parameter.says}\n`)
    .join('');
}
