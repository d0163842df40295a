import { basename, dirname } from 'node:path';
import { calibrate as fit, type Calibration, type FittedCost, type FittedRow } from '../calibration/calibrate.ts';
import { fittedCosts } from '../calibration/fitted-costs.ts';
import type { Measurement } from '../experiment/measurement.ts';
import type { Profile } from '../experiment/spec.ts';
import { readProfile } from '../formats/profile-file.ts';
import { profileYaml } from '../formats/profile-yaml.ts';
import { readable } from '../report/numbers.ts';
import type { CalibrateOptions } from './calibrate.ts';
import { labNames, readLabFile, readNamed } from './lab-files.ts';
import { loadMeasurements, withSources, type LoadedMeasurements } from './load-measurements.ts';
import { loadProfile } from './load-profile.ts';
import { ASKED_FOR, measurementsOfTool } from './load-tool.ts';
import { prepareFolder, saveAll } from './save.ts';
import { screenOf, tableText, type Column } from './table.ts';

/** Fits a profile, prints the fit, writes the new profile where that was asked for, and suggests what to measure next. */
export async function printCalibration(options: CalibrateOptions): Promise<void> {
  const { profile: named, measurements = [], from = [], suggest, catalogue = [], most, format } = options;
  refuseIdle(options);
  const base = loadProfile(readNamed('profiles', named));
  const profile = measurements.length + from.length === 0 ? base : fitted(base, options);
  if (suggest === undefined) return;
  const { printSuggestions } = await import('./print-suggestions.ts');
  await printSuggestions(profile, { suite: suggest, catalogue, most, format });
}

/** What is asked for must not vanish: refuses options that have nothing to work on. */
function refuseIdle({ measurements = [], from = [], suggest, catalogue, out, system, workload, device, policy, set, requests }: CalibrateOptions): void {
  const nothing = measurements.length + from.length === 0;
  if (nothing && (suggest === undefined || out !== undefined)) throw new Error('nothing to fit to: name files of measurements (--measurements), or of what tools printed (--from)');
  const [idle] = Object.entries({ system, workload, device, policy, set, requests }).filter(([, value]) => value !== undefined);
  if (from.length === 0 && idle !== undefined) throw new Error(`--${idle[0]}: says what a tool of --from measured (name what it printed, or leave it out)`);
  if (suggest === undefined && catalogue !== undefined) throw new Error('--catalogue: says what --suggest picks from (name a suite with --suggest)');
}

function fitted(base: Profile, options: CalibrateOptions): Profile {
  const { profile: named, out, format, suggest } = options;
  const sets = measured(options);
  if (out !== undefined) prepareFolder(dirname(out), [basename(out)]);
  const measurements = sets.flatMap((set) => set.measurements);
  const fio = (name: string) => (sets.find((set) => set.measurements.some(({ workload }) => workload === `fio:${name}`)) ?? sets[0]).fio(name);
  const found = fit(base, measurements, { profile: () => base, fio });
  if (format === 'table') process.stdout.write(`${tables(found)}${suggest === undefined ? '' : '\n'}`);
  else if (suggest === undefined) process.stdout.write(`${JSON.stringify(found, null, 1)}\n`);
  const name = out === undefined ? `${base.name}-fitted` : basename(out).replace(/\.ya?ml$/, '');
  const { text, profile } = fileOf(base, named, found, name);
  if (out === undefined) return profile;
  saveAll(dirname(out), { [basename(out)]: text });
  if (format === 'table') process.stdout.write(`profile: ${out}\n`);
  return profile;
}

/** What is fitted to: files of measurements, and what tools printed. Where both are given, a file in which nothing is marked to be fitted to is fitted to as well. */
function measured({ measurements = [], from = [], ...run }: CalibrateOptions): readonly LoadedMeasurements[] {
  const files = measurements.length === 0 ? [] : loadMeasurements(measurements);
  const tools = from.map((path) => withSources({ file: ASKED_FOR, text: measurementsOfTool(path, run) }));
  return tools.length === 0 ? files : [...files, ...tools].map((set) => (set.measurements.some(({ use }) => use === 'fit') ? set : { ...set, measurements: set.measurements.map(toFit) }));
}

/** Percentiles are checked only: how long the tail is is the device's and the neighbours' doing, and no price can make it. */
const toFit = (measurement: Measurement): Measurement => ({ ...measurement, use: /^latency\.(p\d|max)/.test(measurement.metric) ? 'validation' : 'fit' });

/** The fitted profile as a file: it extends a profile of the lab; of a user's own it holds all prices, wherever it will lie. */
function fileOf(base: Profile, named: string, found: Calibration, name: string): { readonly text: string; readonly profile: Profile } {
  const { versions, costs, correlated: _, ...head } = base;
  const own = fittedCosts(base, found);
  const ofLab = labNames('profiles').includes(named);
  const text = profileYaml({
    ...(ofLab ? {} : head), ...(ofLab ? { extends: named, costs: own } : { versions, costs: { ...costs, ...own } }),
    ...(found.correlated.length > 0 && { correlated: found.correlated }), name, title: `${base.title}, fitted`.slice(0, 200),
    about: [`Fitted from ${base.name} by vhost-lab calibrate.`, ...found.rows.filter(({ used }) => used).map(({ id, measured, after, unit }) => `  ${id}: ${readable(after)} for ${readable(measured)} ${unit}`.replaceAll('\u202f', ','))],
  });
  // What is written must be read again.
  return { text, profile: readProfile(text, 'the fitted profile', (parent) => loadProfile(readLabFile('profiles', parent))) };
}

function tables(found: Calibration): string {
  const screen = screenOf(process.stdout);
  const shown = found.costs.filter(({ determined }) => determined >= 0.01).toSorted((a, b) => b.determined - a.determined);
  const stay = found.costs.length - shown.length;
  const used = found.rows.filter((row) => row.used).length;
  return [
    tableText(found.rows, rowColumns, screen), '\n', shown.length === 0 ? '' : tableText(shown, costColumns, screen),
    `\n${used} number${used === 1 ? '' : 's'} hold${used === 1 ? 's' : ''} ${found.information.toFixed(1)} independent pieces of information for ${found.costs.length} free prices${
      found.costs.length > found.information ? `: fewer than prices, so that only sums are determined and priors decide how they are shared` : ''}; ${stay} price${stay === 1 ? '' : 's'} of them stay${stay === 1 ? 's' : ''} where they were.\n`,
    ...found.correlations.slice(0, 5).map(({ a, b, correlation }) => `${a} and ${b} cannot be told apart by these data (correlation ${correlation.toFixed(2)}).\n`),
    ...astray(found.costs),
    found.last_step > 0.05 ? `The fit had not come to rest: its last round moved a price by ${found.last_step.toFixed(2)} standard deviations of its prior.\n` : '',
  ].join('');
}

/** Standard deviations of its prior beyond which a price is told to have gone astray. */
const ASTRAY = 3;

/** The price that went furthest, where it went so far that the experiment may not be what was run. */
function astray(costs: readonly FittedCost[]): readonly string[] {
  const moved = costs.map(({ id, before, before_sd, after }) => ({ id, by: Math.abs(Math.log(after / before)) / Math.sqrt(Math.log1p((before_sd / before) ** 2)) })).toSorted((a, b) => b.by - a.by);
  const [{ id, by }] = moved;
  return by > ASTRAY ? [`${id} was moved by ${by.toFixed(1)} standard deviations of its prior: is the experiment what was run (system, settings, device.service)?\n`] : [];
}

const figure = (value: number): string => readable(value).replaceAll('\u202f', '').replace('−', '-');
const error = (said: number, measured: number): string => (measured === 0 ? '' : `${said > measured ? '+' : ''}${((100 * (said - measured)) / Math.abs(measured)).toFixed(1)}`);

const rowColumns: readonly Column<FittedRow>[] = [
  { head: 'id', key: true, of: ({ id }) => id },
  { head: 'measured', right: true, of: ({ measured }) => figure(measured) },
  { head: 'unit', of: ({ unit }) => unit },
  { head: 'before %', right: true, of: ({ before, measured }) => error(before, measured) },
  { head: 'after %', right: true, of: ({ after, measured }) => error(after, measured) },
  { head: 'left out %', right: true, of: ({ left_out, measured }) => (left_out === null ? '' : error(left_out, measured)) },
  { head: 'use', of: ({ used }) => (used ? 'fit' : 'check') },
];

const costColumns: readonly Column<FittedCost>[] = [
  { head: 'cost', key: true, of: ({ id }) => id },
  { head: 'before', right: true, of: ({ before }) => figure(before) },
  { head: 'sd', right: true, of: ({ before_sd }) => figure(before_sd) },
  { head: 'after', right: true, of: ({ after }) => figure(after) },
  { head: 'sd left', right: true, of: ({ after_sd }) => figure(after_sd) },
  { head: 'unit', of: ({ unit }) => unit },
  { head: 'determined %', right: true, of: ({ determined }) => (100 * determined).toFixed(0) },
];
