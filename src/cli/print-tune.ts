import { basename, dirname } from 'node:path';
import { unknown } from '../experiment/quoted.ts';
import type { Metrics } from '../experiment/results.ts';
import { fault } from '../experiment/fault.ts';
import { refuseImpossible } from '../experiment/trial.ts';
import { deciding } from '../experiment/tuning/decides.ts';
import { judge } from '../experiment/tuning/goals.ts';
import { importance } from '../experiment/tuning/importance.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import { undominated } from '../experiment/tuning/pareto.ts';
import { search, type Evaluation } from '../experiment/tuning/search.ts';
import { sceneOf } from '../report/comparison.ts';
import type { Tuned } from '../report/tuning/tuned.ts';
import { loadSuite } from './load-suite.ts';
import { write } from './print-explanation.ts';
import { makeProgress } from './progress.ts';
import { prepareFolder } from './save.ts';
import { screenOf } from './table.ts';
import { withTrialWorkers, type RunTrials } from './trial-workers.ts';
import { tuneFormats, type TuneOptions } from './tune.ts';
import { specAt, tuneQuestion, type TuneQuestion } from './tune-question.ts';
import { openMemory, type Memory } from './tune-state.ts';
import { tunedText } from './tune-text.ts';

/** Looks for the best settings of a suite's one point. */
export async function printTune(nameOrPath: string, options: TuneOptions): Promise<void> {
  const format = tuneFormats.find((word) => word === options.format);
  if (format === undefined) throw new Error(`--format: ${unknown('format', options.format, tuneFormats)}`);
  const question = tuneQuestion(nameOrPath, options);
  for (const path of [options.out, options.state].filter((one) => one !== undefined)) prepareFolder(dirname(path), [basename(path)]);
  const memory = await openMemory(question, options);
  const tuned = await withTrialWorkers((run) => tunedBy(question, memory, run));
  switch (format) {
    case 'json': return write(`${JSON.stringify(tuned, null, 1)}\n`, options.out);
    case 'table': return write(tunedText(tuned, screenOf(process.stdout)), options.out);
    case 'html': {
      const { tunedPage } = await import('../report/tuning/tuned-page.ts');
      const { suite: { name, profile, policy, requests, replications } } = loadSuite(nameOrPath, options);
      return write(await tunedPage(tuned, { suite: name, profile, policy, requests, replications }), options.out);
    }
  }
}

async function tunedBy(question: TuneQuestion, memory: Memory, run: RunTrials): Promise<Tuned> {
  const { bases: [base], search: asked } = question;
  const { dimensions, goals, method } = asked;
  const [{ metrics }] = await run([base]);
  const tried = await searched(question, memory, run);
  const judged = tried.map((one) => judge(goals, one.metrics));
  const same = (i: number): string => JSON.stringify(judged[i].costs);
  const front = undominated(judged)
    .filter((i, k, all) => judged[i].violation === 0 && all.findIndex((j) => same(j) === same(i)) === k)
    .sort((a, b) => judged[a].costs[0] - judged[b].costs[0]);
  const best = front.length === 0 ? null : specAt(question, tried[front[0]].point);
  const found = best === null ? null : deciding({ a: base, b: best, metric: metricNamed(goals.objectives[0].metric) }, {});
  return {
    title: sceneOf(base, []).join(' · '), unit: base.profile.instructions_per_ns === undefined ? 'time' : 'instructions', method, goals, dimensions, tried, front,
    base: { system: base.system, point: { system: base.system, ...base.params }, metrics },
    importance: goals.objectives.map(({ metric }) => dimensions.map((dimension) => importance(dimension, metric, tried))),
    deciding: found !== null && found.falls.length > 0 ? found : null,
  };
}

async function searched(question: TuneQuestion, memory: Memory, run: RunTrials): Promise<readonly Evaluation[]> {
  const progress = makeProgress(question.search.budget, process.stderr, 'points');
  const all: Evaluation[] = [];
  const asking = search(question.search);
  try {
    let step = asking.next();
    while (step.done !== true) {
      const points = step.value;
      const fresh = points.filter((point) => memory.recall(point) === undefined);
      const measured = await measure(question, fresh, run);
      const lot = points.map((point): Evaluation => memory.recall(point) ?? { point, metrics: measured[fresh.indexOf(point)] });
      all.push(...lot);
      if (fresh.length > 0) memory.keep(all);
      progress.done(all.length);
      step = asking.next(lot.map(({ metrics }) => metrics));
    }
    return step.value;
  } finally {
    progress.stop();
  }
}

/** What was measured at each point; null where no machine is like that. */
async function measure(question: TuneQuestion, points: readonly Evaluation['point'][], run: RunTrials): Promise<readonly (Metrics | null)[]> {
  const specs = points.map((point) => specAt(question, point)).map((spec) => ({ spec, possible: fault(() => refuseImpossible(spec)) === undefined }));
  const results = await run(specs.filter(({ possible }) => possible).map(({ spec }) => spec));
  const metrics = results.map((result) => result.metrics).values();
  return specs.map(({ possible }) => (possible ? (metrics.next().value ?? null) : null));
}
