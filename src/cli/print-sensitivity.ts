import { basename, dirname } from 'node:path';
import { quoted, unknown } from '../experiment/quoted.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite } from '../experiment/suite.ts';
import { parseSystem } from '../experiment/systems.ts';
import { deciding } from '../experiment/tuning/decides.ts';
import { derivatives } from '../experiment/tuning/derivatives.ts';
import { flips } from '../experiment/tuning/flips.ts';
import { metricNamed, type Metric } from '../experiment/tuning/metric.ts';
import { screening } from '../experiment/tuning/screening.ts';
import { variance } from '../experiment/tuning/variance.ts';
import { sceneOf } from '../report/comparison.ts';
import { groupBy } from '../report/group-by.ts';
import type { Between, Sensed, Sensitivity } from '../report/tuning/sensitivity.ts';
import { answered } from './answered.ts';
import { loadSuite } from './load-suite.ts';
import { write } from './print-explanation.ts';
import { prepareFolder } from './save.ts';
import { sensitivityFormats, sensitivityMethods, type SensitivityOptions } from './sensitivity.ts';
import { sensitivityText } from './sensitivity-text.ts';
import { screenOf } from './table.ts';
import { withTrialWorkers, type RunTrials } from './trial-workers.ts';

/** Says which prices the results of a suite's systems hang on, on every device, workload and grid point. */
export async function printSensitivity(nameOrPath: string, options: SensitivityOptions): Promise<void> {
  const format = oneOf('format', options.format, sensitivityFormats);
  const method = oneOf('method', options.method, sensitivityMethods);
  const samples = samplesOf(method, options.samples);
  const metric = metricNamed(options.metric);
  const { suite, ...sources } = loadSuite(nameOrPath, options);
  const systems = chosen(options.system ?? [suite.baseline], suite.systems, suite.name);
  if (options.out !== undefined) prepareFolder(dirname(options.out), [basename(options.out)]);
  const grid = Object.keys(suite.grid);
  const specs = expandSuite({ ...suite, systems, baseline: systems[0] }, sources);
  const all = await withTrialWorkers(async (run) => {
    const found: Sensitivity[] = [];
    for (const [title, scene] of groupBy(specs, (spec) => sceneOf(spec, grid).join(' · '))) {
      const sensed: Sensitivity['systems'][number][] = [];
      for (const spec of scene) {
        process.stderr.write(`${title}: ${spec.system}\n`);
        sensed.push({ system: spec.system, sensed: await sense(method, spec, metric.name, samples, run) });
      }
      found.push({ title, metric: { name: metric.name, better: metric.better }, unit: scene[0].profile.instructions_per_ns === undefined ? 'time' : 'instructions', systems: sensed, between: betweenOf(scene, sensed, metric) });
    }
    return found;
  });
  const { profile, policy, requests, replications, name } = suite;
  switch (format) {
    case 'json': return write(`${JSON.stringify(all, null, 1)}\n`, options.out);
    case 'table': return write(all.map((one) => sensitivityText(one, screenOf(process.stdout))).join('\n'), options.out);
    case 'html': {
      const { sensitivityPage } = await import('../report/tuning/sensitivity-page.ts');
      return write(await sensitivityPage(all, { suite: name, profile, policy, requests, replications: method === 'derivative' ? replications : 1 }), options.out);
    }
  }
}

function oneOf<Word extends string>(option: string, word: string, words: readonly Word[]): Word {
  const found = words.find((one) => one === word);
  if (found === undefined) throw new Error(`--${option}: ${unknown(option, word, words)}`);
  return found;
}

function chosen(asked: readonly string[], known: readonly string[], suite: string): readonly string[] {
  if (asked.includes('all')) return known;
  const names = [...new Set(asked.map((text) => parseSystem(text).name))];
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined) throw new Error(`--system: ${stray} is not in suite ${suite} (it has ${known.join(', ')})`);
  return names;
}

/** How many of each method; the least with which its statistics mean anything. */
const SAMPLES = { derivative: null, morris: { usual: 10, least: 2 }, sobol: { usual: 128, least: 16 } } as const;
const MOST_SAMPLES = 4096;

function samplesOf(method: keyof typeof SAMPLES, text: string | undefined): number {
  const bounds = SAMPLES[method];
  if (bounds === null) {
    if (text !== undefined) throw new Error('--samples: derivatives need none (it is for --method morris and sobol)');
    return 0;
  }
  if (text === undefined) return bounds.usual;
  const samples = Number(text);
  if (!/^\d+$/.test(text) || samples < bounds.least || samples > MOST_SAMPLES) throw new Error(`--samples: ${quoted(text)} (must be a whole number from ${bounds.least} to ${MOST_SAMPLES} for ${method})`);
  return samples;
}

/** The best two of a scene; what decides is found by watching both, so it is asked of no worker. */
function betweenOf(scene: readonly TrialSpec[], sensed: Sensitivity['systems'], metric: Metric): Between | null {
  const sign = metric.better === 'less' ? 1 : -1;
  const order = scene.map((spec, i) => ({ spec, sensed: sensed[i].sensed, value: baseOf(sensed[i].sensed, metric.name) })).sort((one, other) => sign * (one.value - other.value));
  if (order.length < 2) return null;
  const [a, b] = order;
  const found = deciding({ a: a.spec, b: b.spec, metric }, {});
  return {
    a: a.spec.system, b: b.spec.system, values: [a.value, b.value], deciding: found.falls.length > 0 ? found : null,
    flips: a.sensed.kind === 'derivative' && b.sensed.kind === 'derivative' ? flips(a.sensed.derivatives, b.sensed.derivatives, metric.name) : null,
  };
}

function baseOf(sensed: Sensed, metric: string): number {
  switch (sensed.kind) {
    case 'derivative': return sensed.derivatives.base[metric];
    case 'morris': return sensed.screening.base;
    case 'sobol': return sensed.variance.base;
  }
}

async function sense(method: keyof typeof SAMPLES, spec: TrialSpec, metric: string, samples: number, run: RunTrials): Promise<Sensed> {
  switch (method) {
    case 'derivative': return { kind: method, derivatives: await answered(derivatives(spec, metric), run) };
    case 'morris': return { kind: method, screening: await answered(screening(spec, metric, samples), run) };
    case 'sobol': return { kind: method, variance: await answered(variance(spec, metric, samples), run) };
  }
}
