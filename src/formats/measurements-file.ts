import { z } from 'zod';
import type { Measurement, MeasurementSet, Subject } from '../experiment/measurement.ts';
import { metricFault } from '../experiment/observables.ts';
import { drives, workloadName } from '../experiment/pairs.ts';
import { workloadId } from '../experiment/parameters.ts';
import { quoted } from '../experiment/quoted.ts';
import { suiteNumbers, suiteProblems } from '../experiment/suite-problems.ts';
import { parseSystem } from '../experiment/systems.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { mapping, problemsOf } from './check.ts';
import { refuse, type Place, type Problem } from './document.ts';
import { byKey, keyed, keyedValues, scalar } from './keyed-values.ts';
import { fileWord, profileName } from './names.ts';
import { readYaml } from './yaml.ts';

const word = z.string().min(1).max(200);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'must be letters, digits, points, dashes and underscores, at most 100' });
const whole = ([least, most]: readonly [number, number]): z.ZodInt => z.int().min(least).max(most);

export const experimentSchema = mapping({
  device: word.optional().describe('device id; the first that the workload can drive where it is left out'),
  workload: word.optional().describe('workload id, or fio:NAME'),
  policy: word.optional().describe('preset of the polling windows; no-polling where it is left out'),
  set: keyed(scalar, 'must be a number, true, false or a text').optional().describe('settings, keys as for --set'),
  requests: whole(suiteNumbers.requests).optional().describe('requests that are measured; 300 where it is left out'),
  seed: whole(suiteNumbers.seed).optional(),
});

const subject = {
  system: word.optional().describe('e.g. vhe/user-thread[io=vcpu]'),
  experiment: experimentSchema.optional().describe('what was run'),
  profile: profileName.optional().describe('at whose prices it is predicted'),
  metric: word.optional().describe('what was read off: latency.mean, throughput, exits, ...'),
};

const fields = {
  ...subject,
  group: word.optional().describe('under which it is summed up; the name of the file where it is left out'),
  value: z.number().optional(),
  above: z.number().optional().describe('instead of a value: an ordering or the lower end of a range'),
  below: z.number().optional().describe('instead of a value: an ordering or the upper end of a range'),
  unit: word.optional().describe('ns, us, ms, s, cycles or instructions; 1/s or k/s; per request; ratio'),
  tolerance: z.number().min(0).optional().describe('deviation in its unit that is no fault'),
  source: z.string().min(1).max(500).optional().describe('publication and table, or how it was measured'),
  evidence: z.enum(['primary', 'secondary', 'unverified']).optional(),
  use: z.enum(['fit', 'validation']).optional().describe('whether prices were solved from it; validation where it is left out'),
  remark: z.string().min(1).max(500).optional(),
  against: mapping({ ...subject, as: z.enum(['ratio', 'difference']).default('ratio') }).optional().describe('what differs in the other one of two'),
  copies: id.optional().describe('the known number that a null model copies'),
  scaled_by: z.tuple([id, id]).optional().describe('by whose ratio that copy is scaled'),
};

const row = mapping({ id, ...fields });
const { value: _value, above: _above, below: _below, against: _against, copies: _copies, scaled_by: _scaledBy, ...shared } = fields;

export const measurementsSchema = mapping({
  name: fileWord,
  title: z.string().min(1).max(200),
  defaults: mapping(shared).default({}).describe('fields of every measurement that does not have them; settings are added key by key'),
  measurements: z.array(row).max(10_000).default([]),
  left_out: z.array(mapping({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,98}\*?$/, { error: 'must be an id, or the beginning of one and *' }), why: z.string().min(1).max(1000) })).default([])
    .describe('numbers that are known and that the model cannot express'),
});

type RawRow = z.output<typeof row>;
type Shared = z.output<typeof measurementsSchema>['defaults'];
type RawSubject = Pick<RawRow, keyof typeof subject>;

/** Reads a file of measurements; every fault of shape and of meaning is named with its line and column, all in one error. */
export function readMeasurements(text: string, file: string): MeasurementSet {
  const document = readYaml(text, file);
  const shape = measurementsSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, problemsOf(shape.error));
  const { name, title, defaults, measurements: rows, left_out } = shape.data;
  const problems: Problem[] = duplicates(rows);
  const measurements = rows.flatMap((each, i): readonly Measurement[] => {
    const place = ['measurements', i];
    const merged = { ...defaults, ...each, experiment: mergedExperiment(defaults, each) };
    // What a row has not itself stands in the defaults.
    const at = (path: Place): Place => (writtenAs(each, path) === undefined ? ['defaults', ...(writtenAs(defaults, path) ?? path)] : [...place, ...(writtenAs(each, path) ?? path)]);
    const found = rowProblems(merged, place, at);
    problems.push(...found);
    return found.length > 0 ? [] : [measurementOf(merged, merged.group ?? name)];
  });
  return problems.length > 0 ? refuse(document, problems) : { name, title, measurements, leftOut: left_out };
}

/** The path of a part as it was written: a setting flat (`ring.size`) or nested; nothing where it is not there. */
export function writtenAs(value: unknown, path: Place): Place | undefined {
  const setting = path.at(-1);
  const nested = typeof setting === 'string' && path.includes('set') ? [...path.slice(0, -1), ...setting.split('.')] : path;
  return [path, nested].find((each) => each.reduce<unknown>((part, step) => (typeof part === 'object' && part !== null ? (part as Readonly<Record<string | number, unknown>>)[step] : undefined), value) !== undefined);
}

function mergedExperiment(...layers: readonly { readonly experiment?: RawRow['experiment'] }[]): RawRow['experiment'] {
  const experiments = layers.flatMap(({ experiment: each }) => (each === undefined ? [] : [each]));
  const set = experiments.flatMap((each) => keyedValues<ParameterValue>(each.set ?? {}, []));
  return { ...Object.assign({}, ...experiments), set: byKey(set) };
}

function duplicates(rows: readonly RawRow[]): Problem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id }, i) => {
    if (seen.has(id)) return [{ place: ['measurements', i, 'id'], says: `id: ${quoted(id)} stands here twice` }];
    seen.add(id);
    return [];
  });
}

const needed = ['system', 'profile', 'metric', 'unit', 'source', 'evidence'] as const;

function rowProblems(merged: RawRow & Shared, place: Place, at: (path: Place) => Place): Problem[] {
  const absent = needed.filter((name) => merged[name] === undefined && !(name === 'unit' && merged.against?.as === 'ratio'));
  const ranged = merged.above !== undefined || merged.below !== undefined;
  const problems: Problem[] = absent.map((name) => ({ place, says: `${name} is missing (in this measurement and in the defaults)` }));
  if (merged.experiment?.workload === undefined) problems.push({ place, says: 'experiment.workload is missing (in this measurement and in the defaults)' });
  if ((merged.value === undefined) === !ranged) problems.push({ place, says: ranged ? 'value and a range (only one of them)' : 'value is missing (or above, or below)' });
  if (merged.above !== undefined && merged.below !== undefined && merged.above >= merged.below) problems.push({ place: [...place, 'below'], says: `below: ${merged.below} (must be more than above, ${merged.above})` });
  if (merged.scaled_by !== undefined && merged.copies === undefined) problems.push({ place: [...place, 'scaled_by'], of: 'key', says: 'scaled_by without copies (which says what is scaled)' });
  if (problems.length > 0) return problems;
  const own = subjectProblems(merged, at);
  if (merged.against === undefined) {
    const says = metricFault(merged.metric ?? '', merged.unit);
    return says === undefined ? own : [...own, { place: at([says.startsWith('unit') ? 'unit' : 'metric']), says }];
  }
  const other = otherSubject(merged, merged.against);
  const unitOf = merged.against.as === 'ratio' ? undefined : merged.unit;
  const faults = [merged, other].flatMap(({ metric }) => metricFault(metric ?? '', unitOf) ?? []);
  return [...own, ...subjectProblems(other, (path) => (writtenAs(merged.against, path) === undefined ? at(path) : [...place, 'against', ...(writtenAs(merged.against, path) ?? path)])), ...faults.slice(0, 1).map((says) => ({ place: at(['metric']), says }))];
}

/** The other one of two: what `against` does not say is the same. */
const otherSubject = (merged: RawRow, against: RawSubject): RawSubject => ({
  system: against.system ?? merged.system,
  profile: against.profile ?? merged.profile,
  metric: against.metric ?? merged.metric,
  experiment: mergedExperiment(merged, against),
});

/** What is wrong with what was run; `at` says where a part of it was written. */
export function subjectProblems({ system, experiment: asked }: RawSubject, at: (path: Place) => Place): Problem[] {
  const { workload = '', set = {}, ...rest } = asked ?? {};
  const settings = keyedValues<ParameterValue>(set, ['experiment', 'set']);
  const device = rest.device ?? deviceOf(workload);
  const suite = { systems: [system ?? ''], ...(device === undefined ? {} : { devices: [device] }), workloads: [workload], set: byKey(settings), ...(rest.policy !== undefined && { policy: rest.policy }) };
  return suiteProblems(suite).map(({ place: [field, key], of, says }) => {
    if (field === 'set') return { place: at(['experiment', 'set', key]), says, ...(of && { of }) };
    if (field === 'systems') return { place: at(['system']), says };
    return { place: at(['experiment', field === 'devices' ? 'device' : field === 'workloads' ? 'workload' : String(field)]), says };
  });
}

const deviceOf = (workload: string): string | undefined => {
  const name = workloadId(workloadName(workload));
  return Object.hasOwn(drives, name) ? drives[name][0] : undefined;
};

function measurementOf(merged: RawRow & Shared, group: string): Measurement {
  const { value, above, below, against, copies, scaled_by, remark } = merged;
  return {
    id: merged.id, group, ...subjectOf(merged),
    ...(against && { against: { ...subjectOf(otherSubject(merged, against)), as: against.as } }),
    target: value === undefined ? { above: above ?? -Infinity, below: below ?? Infinity } : { value },
    unit: merged.unit ?? 'ratio', tolerance: merged.tolerance ?? 0, source: merged.source ?? '', evidence: merged.evidence ?? 'unverified', use: merged.use ?? 'validation',
    ...(remark !== undefined && { remark }), ...(copies !== undefined && { copies }), ...(scaled_by !== undefined && { scaledBy: scaled_by }),
  };
}

/** A subject as the model runs it. */
export function subjectOf({ system = '', profile = '', metric = '', experiment: asked }: RawSubject): Subject {
  const workload = workloadName(asked?.workload ?? '');
  return {
    system: parseSystem(system).name, profile, metric, workload,
    device: asked?.device ?? deviceOf(workload) ?? '',
    policy: asked?.policy ?? 'no-polling',
    set: byKey(keyedValues<ParameterValue>(asked?.set ?? {}, [])),
    requests: asked?.requests ?? 300,
    seed: asked?.seed ?? 1,
  };
}
