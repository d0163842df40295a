import { z } from 'zod';
import { workloadName } from '../experiment/pairs.ts';
import type { SuiteProblem } from '../experiment/setting-problems.ts';
import { suiteNumbers, suiteProblems } from '../experiment/suite-problems.ts';
import type { Suite } from '../experiment/suite.ts';
import { parseSystem, systems } from '../experiment/systems.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { mapping, problemsOf } from './check.ts';
import { at, refuse, type Document, type Problem } from './document.ts';
import { axis, byKey, keyed, keyedValues, keyProblems, scalar, whereabouts, type KeyedValue } from './keyed-values.ts';
import { fileWord, profileName } from './names.ts';
import { readYaml } from './yaml.ts';

const words = z.array(z.string().max(200)).min(1).max(1000);
/** A whole number within a range. */
export const whole = ([least, most]: readonly [number, number]): z.ZodInt => z.int().min(least).max(most);

export const suiteSchema = mapping({
  name: fileWord.describe('names the report: reports/NAME.html'),
  systems: z.union([z.literal('all'), words], { error: 'must be all or a list of systems' }).describe('all, or names such as vhe/user-thread[io=vcpu]'),
  devices: words.describe('device ids'),
  workloads: z
    .array(z.union([z.string().max(200), mapping({ fio: z.string().max(200) })], { error: 'must be the id of a workload or fio:NAME' }))
    .min(1)
    .max(1000)
    .describe('workload ids; fio:NAME for a job file of the lab, fio:./path.fio for one beside the suite'),
  profile: profileName.describe('cost profile'),
  policy: z.string().max(200).default('no-polling').describe('preset of the polling windows'),
  set: keyed(scalar, 'must be a number, true, false or a text').default({}).describe('settings of every trial, keys as for --set'),
  grid: keyed(axis, 'must be a list of values to try').default({}).describe('values to try of each key; every combination is a trial'),
  requests: whole(suiteNumbers.requests).default(10_000).describe('requests measured in each replication'),
  replications: whole(suiteNumbers.replications).default(5).describe('independent repetitions, for the confidence intervals'),
  seed: whole(suiteNumbers.seed).default(1).describe('seed of the request sequence'),
  baseline: z.string().max(200).describe('the system that the others are compared with'),
});

/** Reads a suite file; every fault of shape and of meaning is named with its line and column, all in one error. */
export function readSuite(text: string, file: string): Suite {
  const document = readYaml(text, file);
  const shape = suiteSchema.safeParse(document.value, { reportInput: true });
  const { set: rawSet = {}, grid: rawGrid = {}, systems: asked, ...rest } = shape.success ? shape.data : soundParts(document.value);
  const [set, grid] = [keyedValues<ParameterValue>(rawSet, ['set']), keyedValues<readonly ParameterValue[]>(rawGrid, ['grid'])];
  const suite = { ...rest, ...(asked && { systems: systemNames(asked) }), set: byKey(set), grid: byKey(grid) };
  const problems = [
    ...(shape.success ? [] : problemsOf(shape.error)),
    ...keyProblems(set),
    ...keyProblems(grid),
    ...suiteProblems(suite).map((problem) => placed(problem, problem.place[0] === 'set' ? set : problem.place[0] === 'grid' ? grid : [])),
  ];
  if (problems.length > 0 || !isWhole(suite)) return refuse(document, problems);
  return {
    ...suite,
    systems: suite.systems.map((system) => parseSystem(system).name),
    workloads: suite.workloads.map(workloadName).map((name) => (name.startsWith('fio:') ? { fio: name.slice('fio:'.length) } : name)),
    baseline: parseSystem(suite.baseline).name,
    where: { ...namesIn(document, suite), ...whereabouts(set, document), ...whereabouts(grid, document) },
  };
}

/** Where a suite names other files. */
function namesIn(document: Document, { workloads }: Suite): Readonly<Record<string, string>> {
  const files = workloads.map((workload, i) => [workloadName(workload), ['workloads', i]] as const).filter(([name]) => name.startsWith('fio:'));
  return Object.fromEntries([['profile', ['profile']] as const, ...files].map(([name, place]) => [name, at(document.file, document.position(place))]));
}

/** The fields of a misshapen suite that are right by themselves, so that their meaning can be checked in the same go. */
function soundParts(value: unknown): Partial<z.output<typeof suiteSchema>> {
  if (typeof value !== 'object' || value === null) return {};
  const sound = Object.entries(suiteSchema.shape).flatMap(([name, schema]) => {
    const part = name in value ? schema.safeParse((value as Readonly<Record<string, unknown>>)[name]) : undefined;
    return part?.success === true ? [[name, part.data]] : [];
  });
  return Object.fromEntries(sound);
}

const isWhole = (suite: Partial<Suite>): suite is Suite => Object.keys(suiteSchema.shape).every((name) => name in suite);

const systemNames = (asked: 'all' | readonly string[]): readonly string[] =>
  asked === 'all' || (asked.length === 1 && asked[0] === 'all') ? Object.keys(systems) : asked;

/** A problem of a flat key at the place where that key was written, flat or nested. */
function placed({ place, of, says }: SuiteProblem, values: readonly KeyedValue<unknown>[]): Problem {
  const written = values.find(({ key }) => key === place[1]);
  return { place: written === undefined ? place : [...written.place, ...place.slice(2)], says, ...(of && { of }) };
}
