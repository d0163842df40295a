import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import type { Task } from '../../src/engines/engine.ts';
import { localEngine } from '../../src/engines/local.ts';
import type { Outcome } from '../../src/engines/outcome.ts';
import { resultOf } from '../../src/formats/result-text.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { trial } from '../../src/experiment/trial.ts';
import { join } from 'node:path';
import { root } from '../cli/command.ts';
import { specimen } from '../specimen.ts';

const test = suite('engines/local');
const script = join(root, 'dist/trial-worker.js');

const small = (seed: number): TrialSpec => specimen('vhe/vhost', { requests: 40, seed });
const endless = specimen('vhe/vhost', { requests: 5_000_000 });
const wrong = specimen('vhe/vhost', { requests: 40, job: { numberIos: 7 } });

/** Runs specs; each must be told once. */
async function run(specs: readonly TrialSpec[], options: Partial<Parameters<typeof localEngine>[0]> = {}): Promise<readonly Outcome[]> {
  const engine = localEngine({ script, ...options });
  const outcomes = new Map<string, Outcome>();
  try {
    await engine.run(specs.map((spec, i): Task => ({ key: String(i), spec })), (key, outcome) => {
      ok(!outcomes.has(key), `${key} is told twice`);
      outcomes.set(key, outcome);
    });
  } finally {
    await engine.close();
  }
  is(outcomes.size, specs.length);
  return specs.map((_, i) => outcomes.get(String(i)) as Outcome);
}

const textOf = (outcome: Outcome): string => ('text' in outcome ? outcome.text : outcome.says);

test('whatever the number of workers, each trial gives what it gives alone', async () => {
  const specs = Array.from({ length: 60 }, (_, i) => small(i));
  const alone = specs.map((spec) => JSON.stringify(trial(spec)));
  for (const jobs of [1, 2, 3]) {
    const outcomes = await run(specs, { jobs });
    equal(outcomes.map((outcome, i) => JSON.stringify(resultOf(textOf(outcome), specs[i]))), alone);
  }
});

test('a trial that throws is an outcome with its sentence, and those around it have results', async () => {
  const outcomes = await run([small(1), wrong, small(2)], { jobs: 1 });
  equal(outcomes.map((outcome) => ('failed' in outcome ? outcome.failed : 'done')), ['done', 'refused', 'done']);
  match(textOf(outcomes[1]), /ended after 7 requests, within the warm-up/);
});

test('a trial that takes too long is cut off; trials that were handed out behind it are run by another worker', async () => {
  const specs = [...Array.from({ length: 30 }, (_, i) => small(i)), endless, ...Array.from({ length: 30 }, (_, i) => small(100 + i))];
  const outcomes = await run(specs, { jobs: 1, timeoutMs: 1500 });
  equal(outcomes.flatMap((outcome, i) => ('failed' in outcome ? [[i, outcome.failed, outcome.says]] : [])), [[30, 'timeout', 'took longer than 1.5 s (--trial-timeout)']]);
});

test('a trial that takes too much memory ends alone', async () => {
  const outcomes = await run([small(1), endless, small(2)], { jobs: 1, memoryMiB: 128 });
  equal(outcomes.map((outcome) => ('failed' in outcome ? outcome.failed : 'done')), ['done', 'memory', 'done']);
  is(textOf(outcomes[1]), 'took more than 128 MiB of memory (--trial-memory)');
});

test('a run that is stopped returns at once, and the engine can be used again', async () => {
  const engine = localEngine({ script, jobs: 2 });
  const stopping = new AbortController();
  const fromMs = performance.now();
  setTimeout(() => stopping.abort(), 300);
  await engine.run([{ key: 'a', spec: endless }, { key: 'b', spec: endless }], () => ok(false), stopping.signal);
  ok(performance.now() - fromMs < 3000);
  const told: string[] = [];
  await engine.run([{ key: 'c', spec: small(1) }], (key) => told.push(key));
  equal(told, ['c']);
  await engine.close();
});

test('a paused engine hands out nothing until it goes on', async () => {
  const engine = localEngine({ script, jobs: 2 });
  engine.pause();
  let told = 0;
  const running = engine.run(Array.from({ length: 8 }, (_, i) => ({ key: String(i), spec: small(i) })), () => void told++);
  await new Promise((resolve) => setTimeout(resolve, 400));
  is(told, 0);
  engine.resume();
  await running;
  is(told, 8);
  await engine.close();
});

test.run();
