import { predictions } from '../calibration/predict.ts';
import { alongUnknowns, priorOf } from '../calibration/prior.ts';
import { predictedSlopes } from '../calibration/slopes.ts';
import { suggest, type Candidate, type Question, type Suggestion } from '../calibration/suggest.ts';
import type { Measurement, MeasurementSources } from '../experiment/measurement.ts';
import { observables } from '../experiment/observables.ts';
import { quoted } from '../experiment/quoted.ts';
import type { Results } from '../experiment/results.ts';
import type { Profile } from '../experiment/spec.ts';
import { expandSuite } from '../experiment/suite.ts';
import { parseSystem } from '../experiment/systems.ts';
import { readCatalogue, type Makeable } from '../formats/catalogue-file.ts';
import { readFioJobs } from '../formats/fio-job.ts';
import { percent, readable } from '../report/numbers.ts';
import { labNames, readNamed, readNamedIn } from './lab-files.ts';
import { loadSuite } from './load-suite.ts';
import { chargedIn, contestsOf, questionsOf } from './load-questions.ts';
import { plain } from './plain.ts';
import { makeProgress } from './progress.ts';
import { screenOf, tableText, type Column, type Screen } from './table.ts';
import { runTrials } from './trial-workers.ts';

/** What suggestions were asked for. */
export interface Wish {
  readonly suite: string;
  readonly catalogue: readonly string[];
  readonly most: string;
  readonly format: 'table' | 'json';
}

/** A suggestion with how it is made. */
interface Advice extends Suggestion {
  readonly title: string;
  readonly system: string;
  readonly command: string;
}

/** Prints which measurements would make a suite's answers surest at a profile, and how to make them. */
export async function printSuggestions(profile: Profile, wish: Wish): Promise<void> {
  const most = Number(wish.most);
  if (!/^\d+$/.test(wish.most) || most < 1 || most > 100) throw new Error(`--most: ${quoted(wish.most)} (must be a whole number from 1 to 100)`);
  const makeable = catalogueOf(wish.catalogue);
  const contests = contestsOf(await measuredSuite(wish.suite, profile));
  if (contests.length === 0) throw new Error(`${wish.suite}: nowhere in it is there more than one candidate, so that no measurement could decide anything`);
  const compared = new Set(contests.flatMap(({ trials }) => trials.map(({ system }) => parseSystem(system).hypervisor)));
  const fitting = makeable.filter(({ system }) => compared.has(parseSystem(system).hypervisor));
  const rows = fitting.flatMap((each) => each.rows.map((row) => measurementOf(each, row, profile)));
  const sources: MeasurementSources = { profile: () => profile, fio: (name) => jobsOf(name) };
  const base = predictions(rows, profile, sources);
  const charged = chargedIn(contests);
  const prior = priorOf(profile, (id) => charged.has(id) || base.charged.some((each) => each.has(id)));
  const questions = await questionsOf(contests, profile, prior);
  const slopes = predictedSlopes(rows, profile, prior.free, sources, base.charged).map((row) => alongUnknowns(prior, row));
  const found = suggest(questions, candidatesOf(fitting, slopes), most).map((each): Advice => {
    const { title, system, command } = fitting.find((other) => nameOf(other) === each.id) ?? { title: each.id, system: '', command: '' };
    return { ...each, title, system, command };
  });
  process.stdout.write(wish.format === 'json' ? `${JSON.stringify({ questions: questions.map(({ id, lead }) => ({ id, lead })), suggestions: found }, null, 1)}\n` : textOf(questions, found, screenOf(process.stdout)));
}

function catalogueOf(names: readonly string[]): readonly Makeable[] {
  const all = (names.length > 0 ? names : labNames('catalogue')).map((name) => readNamed('catalogue', name)).flatMap(({ text, file }) => readCatalogue(text, file).map((each) => ({ ...each, file })));
  const twice = all.find((each, i) => all.findIndex((other) => nameOf(other) === nameOf(each)) < i);
  if (twice !== undefined) throw new Error(`${twice.file}: ${twice.id} on ${twice.system} stands in another catalogue as well (give it another id)`);
  return all;
}

const nameOf = ({ id, system }: Makeable): string => `${id} on ${system}`;

async function measuredSuite(nameOrPath: string, profile: Profile): Promise<Results> {
  const { suite, fio } = loadSuite(nameOrPath, {});
  const specs = expandSuite(suite, { profile, fio });
  process.stderr.write(`${suite.name}: ${specs.length} trials, each ${suite.replications} x ${suite.requests} requests; then its candidates at nudged prices\n`);
  const progress = makeProgress(specs.length);
  const { name, baseline, policy, seed } = suite;
  try {
    return {
      schema_version: 2, model_version: '', trials: await runTrials(specs, progress.done),
      suite: { name, command: '', baseline, profile: profile.name, policy, seed, grid: Object.keys(suite.grid) },
    };
  } finally {
    progress.stop();
  }
}

/** A job file of the lab: a catalogue names what stands there. */
function jobsOf(name: string): ReturnType<MeasurementSources['fio']> {
  const { text, file } = readNamedIn('workloads', name, { file: '.', text: '' });
  return readFioJobs(text, file).jobs;
}

const measurementOf = ({ title }: Makeable, { error_pct, ...row }: Makeable['rows'][number], profile: Profile): Measurement =>
  ({ ...row, profile: profile.name, group: title, target: { value: NaN }, unit: unitOf(row.metric, profile), tolerance: error_pct, source: title, evidence: 'primary', use: 'fit' });

/** Any unit does, of what the profile counts in: only by which share a number moves is asked. */
const unitOf = (metric: string, { instructions_per_ns }: Profile): string => ({ time: instructions_per_ns === undefined ? 'us' : 'instructions', rate: '1/s', count: 'per request' })[observables[metric].of];

function candidatesOf(makeable: readonly Makeable[], slopes: readonly (readonly number[])[]): readonly Candidate[] {
  const next = slopes.values();
  return makeable.map((each) => ({
    id: nameOf(each),
    rows: each.rows.map(({ error_pct }) => ({ slopes: next.next().value ?? [], variance: (error_pct / 100) ** 2 })),
  }));
}

function textOf(questions: readonly Question[], found: readonly Advice[], screen: Screen): string {
  const [first] = found;
  if (first === undefined) return 'No measurement of the catalogue would make an answer of this suite surer.\n';
  const last = found[found.length - 1];
  const asked = questions.map((question, q) => ({ ...question, before: first.before[q], after: last.after[q] }));
  return plain([
    `How sure the answers are, of each its most doubtful comparison; before, and after all that is suggested:\n`,
    tableText(asked, questionColumns, screen),
    `\nMeasurements, each after those above it; of the comparisons above, on average, the sd of the lead and how likely it is right:\n`,
    tableText(found.map((advice, i) => ({ ...advice, at: i + 1 })), adviceColumns, screen),
    ...found.map(({ command, system, title }, i) => `\n${i + 1}. ${title} (${system})\n${command.split('\n').map((line) => `   ${line}\n`).join('')}`),
    `\nThen: vhost-lab calibrate --profile ... --from WHAT-THEY-PRINTED --out my-board.yaml\n`,
  ].join(''));
}

type Asked = Question & { readonly before: Advice['before'][number]; readonly after: Advice['after'][number] };

const share = (logarithm: number): string => `${logarithm < 0 ? '' : '+'}${(100 * Math.expm1(logarithm)).toFixed(1)}`;

const questionColumns: readonly Column<Asked>[] = [
  { head: 'comparison', key: true, of: ({ id }) => id },
  { head: 'lead %', right: true, of: ({ lead }) => share(lead) },
  { head: '± sd', right: true, of: ({ before }) => readable(100 * before.sd) },
  { head: 'after', right: true, of: ({ after }) => readable(100 * after.sd) },
  { head: 'right', right: true, of: ({ before }) => percent(before.right).replaceAll('\u202f', '') },
  { head: 'expected', right: true, of: ({ after }) => percent(after.right).replaceAll('\u202f', '') },
];

const mean = (all: Advice['before'], of: 'sd' | 'right'): number => all.reduce((sum, each) => sum + each[of], 0) / all.length;

const adviceColumns: readonly Column<Advice & { readonly at: number }>[] = [
  { head: '#', right: true, key: true, of: ({ at }) => String(at) },
  { head: 'measurement', key: true, of: ({ title }) => title },
  { head: 'system', of: ({ system }) => system },
  { head: 'sd before', right: true, of: ({ before }) => readable(100 * mean(before, 'sd')) },
  { head: 'sd after', right: true, of: ({ after }) => readable(100 * mean(after, 'sd')) },
  { head: 'right before', right: true, of: ({ before }) => percent(mean(before, 'right')).replaceAll('\u202f', '') },
  { head: 'expected after', right: true, of: ({ after }) => percent(mean(after, 'right')).replaceAll('\u202f', '') },
];
