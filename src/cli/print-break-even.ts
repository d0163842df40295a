import { basename, dirname } from 'node:path';
import { axisOf, parseRange, type Axis } from '../experiment/tuning/axis.ts';
import { breakEven, type BreakEven, type Sample } from '../experiment/tuning/break-even.ts';
import { deciding } from '../experiment/tuning/decides.ts';
import { frontier, type Cell, type Frontier, type Place } from '../experiment/tuning/frontier.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import { leadOf, outcomeOf, trialsOf, type Duel, type Outcome } from '../experiment/tuning/paired.ts';
import { hasKey, parameterGroups } from '../experiment/parameters.ts';
import { quoted } from '../experiment/quoted.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite } from '../experiment/suite.ts';
import { parseSystem } from '../experiment/systems.ts';
import { sceneOf } from '../report/comparison.ts';
import type { Versus } from '../report/tuning/versus.ts';
import type { BreakEvenOptions } from './break-even.ts';
import { breakEvenText } from './break-even-text.ts';
import { loadSuite } from './load-suite.ts';
import { prepareFolder, saveAll } from './save.ts';
import { screenOf } from './table.ts';
import { withTrialWorkers, type RunTrials } from './trial-workers.ts';

/** Finds where the winner of two systems changes, on every device, workload and grid point of a suite that have what is varied. */
export async function printBreakEven(system: string, other: string, options: BreakEvenOptions): Promise<void> {
  const { vary, html } = options;
  if (vary === undefined || vary.length > 2) throw new Error(`--vary: ${vary === undefined ? 'what is to be varied?' : `${vary.length} ranges`} (one KEY=FROM..TO, or two for a plane, e.g. --vary costs.context_switch=0..20us)`);
  const ranges = vary.map(parseRange);
  if (ranges.length === 2 && ranges[0].key === ranges[1].key) throw new Error(`--vary: ${ranges[0].key} stands there twice`);
  const metric = metricNamed(options.metric);
  const points = pointsOf(options.points);
  const [a, b] = [system, other].map((name) => parseSystem(name).name);
  if (a === b) throw new Error(`${a} twice: a system has no break-even with itself`);
  const { suite, ...sources } = loadSuite(options.suite, options);
  const grid = Object.fromEntries(Object.entries(suite.grid).filter(([key]) => !ranges.some((range) => range.key === key)));
  const specs = expandSuite({ ...suite, systems: [a, b], baseline: a, grid }, sources);
  const half = specs.length / 2;
  const duels = specs.slice(0, half).map((spec, i): Duel => ({ a: spec, b: specs[half + i], metric })).filter(({ a: { device, workload } }) => ranges.every(({ key }) => hasKey(key, parameterGroups(device, workload))));
  if (duels.length === 0) throw new Error(`suite ${suite.name}: nothing in it has ${ranges.map(({ key }) => key).join(' and ')} (choose another with --suite)`);
  if (html !== undefined) prepareFolder(dirname(html), [basename(html)]);

  const all = await withTrialWorkers(async (run) => {
    const found: Versus[] = [];
    for (const duel of duels) {
      process.stderr.write(`${duel.a.device} with ${duel.a.workload}: ${a} against ${b}, ${points ** ranges.length} places, then where it turns\n`);
      found.push(await versusOf(duel, ranges.map((range) => axisOf(range, parameterGroups(duel.a.device, duel.a.workload), duel.a.profile)), points, Object.keys(grid), run));
    }
    return found;
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(all, null, 1)}\n` : all.map((versus) => breakEvenText(versus, screenOf(process.stdout))).join('\n'));
  if (html === undefined) return;
  const { breakEvenPage } = await import('../report/tuning/break-even-page.ts');
  const [path] = saveAll(dirname(html), { [basename(html)]: await breakEvenPage(all, { suite: suite.name, profile: suite.profile, policy: suite.policy, requests: suite.requests, replications: suite.replications }) });
  process.stderr.write(`written: ${path}\n`);
}

const MOST_POINTS = 101;

function pointsOf(text: string): number {
  const points = Number(text);
  if (!/^\d+$/.test(text) || points < 3 || points > MOST_POINTS) throw new Error(`--points: ${quoted(text)} (must be a whole number from 3 to ${MOST_POINTS})`);
  return points;
}

async function versusOf(duel: Duel, [x, y]: readonly Axis[], points: number, grid: readonly string[], run: RunTrials): Promise<Versus> {
  const { a, b, metric } = duel;
  const found = y === undefined ? { kind: 'line' as const, line: await onLine(duel, x, points, run) } : { kind: 'plane' as const, plane: await onPlane(duel, x, y, points, run) };
  const at = found.kind === 'line' ? { [x.key]: nearestOn(found.line) } : inPlane(found.plane);
  return { title: sceneOf(a, grid).join(' · '), a: a.system, b: b.system, metric: { name: metric.name, better: metric.better }, unit: a.profile.instructions_per_ns === undefined ? 'time' : 'instructions', found, deciding: deciding(duel, at), at };
}

/** The first change of winner, else where the two are nearest. */
const nearestOn = ({ turns, samples }: BreakEven): number => turns[0]?.at ?? samples.reduce((least, sample) => (leadOf(sample) < leadOf(least) ? sample : least)).x;

function inPlane({ x, y, crossings, cells }: Frontier): Readonly<Record<string, number>> {
  const middle = crossings[crossings.length >> 1] ?? cells.reduce((least, cell) => (leadOf(cell) < leadOf(least) ? cell : least));
  const whole = (isWhole: boolean, value: number): number => (isWhole ? Math.round(value) : value);
  return { [x.key]: whole(x.whole, middle.x), [y.key]: whole(y.whole, middle.y) };
}

async function onLine(duel: Duel, axis: Axis, points: number, run: RunTrials): Promise<BreakEven> {
  const asking = breakEven(axis, duel.metric, points);
  let step = asking.next();
  while (step.done !== true) {
    const asked = step.value;
    const outcomes = await measured(duel, asked.map((value) => ({ [axis.key]: value })), run);
    step = asking.next(outcomes.map((outcome, i): Sample => ({ x: asked[i], ...outcome })));
  }
  return step.value;
}

async function onPlane(duel: Duel, x: Axis, y: Axis, points: number, run: RunTrials): Promise<Frontier> {
  const asking = frontier(x, y, duel.metric, points);
  let step = asking.next();
  while (step.done !== true) {
    const asked: readonly Place[] = step.value;
    const outcomes = await measured(duel, asked.map((place) => ({ [x.key]: place.x, [y.key]: place.y })), run);
    step = asking.next(outcomes.map((outcome, i): Cell => ({ ...asked[i], ...outcome })));
  }
  return step.value;
}

async function measured(duel: Duel, settings: readonly Readonly<Record<string, number>>[], run: RunTrials): Promise<readonly Outcome[]> {
  const specs: TrialSpec[] = settings.flatMap((set) => [...trialsOf(duel, set)]);
  const results = await run(specs);
  return settings.map((_, i) => outcomeOf(duel.metric, results[2 * i], results[2 * i + 1]));
}
