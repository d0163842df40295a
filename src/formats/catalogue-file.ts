import { z } from 'zod';
import type { Subject } from '../experiment/measurement.ts';
import { metricFault } from '../experiment/observables.ts';
import { quoted } from '../experiment/quoted.ts';
import { mapping, problemsOf } from './check.ts';
import { refuse, type Place, type Problem } from './document.ts';
import { experimentSchema, subjectOf, subjectProblems, writtenAs } from './measurements-file.ts';
import { fileWord } from './names.ts';
import { readYaml } from './yaml.ts';

const word = z.string().min(1).max(200);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, { error: 'must be letters, digits, points, dashes and underscores, at most 60' });

const row = mapping({
  id,
  experiment: experimentSchema.describe('what is measured, as the model runs it'),
  metric: word.describe('what is read off: latency.mean, throughput, ...'),
  error_pct: z.number().min(0.01).max(1000).describe('how far off one such measurement is expected to be, in percent: one standard deviation'),
});

const entry = mapping({
  id,
  title: word.describe('what is measured, in a few words'),
  command: z.string().min(1).max(2000).describe('how it is made; every line as it is typed'),
  systems: z.array(word).min(1).max(50).describe('on which it can be made, one measurement for each; those under a hypervisor that is not compared are left out'),
  rows: z.array(row).min(1).max(50).describe('the numbers that one run of the command gives'),
});

export const catalogueSchema = mapping({
  name: fileWord,
  title: z.string().min(1).max(200),
  measurements: z.array(entry).max(1000),
});

/** A measurement that somebody could make: one run of a tool on one system, with the numbers that it gives. */
export interface Makeable {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly system: string;
  readonly rows: readonly (Omit<Subject, 'profile'> & { readonly id: string; readonly error_pct: number })[];
}

/** Reads a catalogue of measurements that can be made; every fault is named with its line and column, all in one error. */
export function readCatalogue(text: string, file: string): readonly Makeable[] {
  const document = readYaml(text, file);
  const shape = catalogueSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, problemsOf(shape.error));
  const entries = shape.data.measurements;
  const problems = entries.flatMap((each, i): readonly Problem[] => [
    ...(entries.findIndex((other) => other.id === each.id) < i ? [{ place: ['measurements', i, 'id'], says: `id: ${quoted(each.id)} stands here twice` }] : []),
    ...each.rows.flatMap((own, j) => rowProblems(each, own, ['measurements', i, 'rows', j], ['measurements', i, 'systems'])),
  ]);
  if (problems.length > 0) return refuse(document, problems);
  return entries.flatMap(({ id: name, title, command, systems, rows }) => systems.map((system): Makeable => {
    const made = rows.map(({ error_pct, id: own, experiment, metric }) => ({ ...subjectOf({ system, experiment, metric }), id: `${name}.${own}`, error_pct }));
    return { id: name, title, command: command.trim(), system: made[0].system, rows: made };
  }));
}

function rowProblems({ systems }: z.output<typeof entry>, own: z.output<typeof row>, place: Place, placeOfSystems: Place): readonly Problem[] {
  const metric = metricFault(own.metric, undefined);
  const found = systems.flatMap((system, k) => subjectProblems({ system, experiment: own.experiment, metric: own.metric }, (path) =>
    (path[0] === 'system' ? [...placeOfSystems, k] : [...place, ...(writtenAs(own, path) ?? path)])));
  // What is wrong with the experiment is wrong on every system.
  const once = found.filter(({ place: at, says }, i) => found.findIndex((other) => other.says === says && other.place.join() === at.join()) === i);
  return [...once, ...(metric === undefined ? [] : [{ place: [...place, 'metric'], says: metric }]), ...(own.experiment.workload === undefined ? [{ place: [...place, 'experiment'], says: 'experiment.workload is missing' }] : [])];
}
