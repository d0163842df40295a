import { quoted } from '../experiment/quoted.ts';
import { Store } from '../store/store.ts';
import { chosenEngine } from './choose-engine.ts';
import { engineOptions } from './engine-options.ts';
import { interruption } from './interruption.ts';
import { measurePlan } from './measure-plan.ts';
import { planSuite, type Plan } from './plan-suite.ts';
import { commandOf } from './repeat-command.ts';
import type { ShardOptions } from './shard.ts';
import { slurmScript } from './slurm-script.ts';
import { tellFailures } from './tell-trials.ts';

const MOST_PARTS = 100_000;

interface Part {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Runs one part of a suite into a store of its own, or prints how Slurm runs them all. */
export async function runShard(text: string, nameOrPath: string, options: ShardOptions): Promise<void> {
  const stopping = interruption();
  const part = partOf(text, options.slurm === true);
  const engine = await chosenEngine(options);
  let store: Store | null = null;
  try {
    const whole = await planSuite(nameOrPath, options);
    if (part.of > whole.keys.length) throw new Error(`part: ${quoted(text)}: suite ${whole.suite.name} has ${whole.keys.length} trials (no more parts than that)`);
    const storeOf = (number: string): string => options.store ?? `reports/${whole.suite.name}-${number}-of-${part.of}.duckdb`;
    if (options.slurm === true) {
      if (options.store !== undefined) throw new Error('--store: with --slurm each part has a store of its own');
      const cores = options.jobs === undefined ? 1 : engineOptions(options).jobs;
      process.stdout.write(slurmScript(nameOrPath, options, { name: whole.suite.name, parts: part.of, cores, stores: storeOf('*') }));
      return;
    }
    const plan = partOfPlan(whole, part, commandOf(nameOrPath, options, `shard ${text}`));
    process.stderr.write(`part ${text}: ${plan.keys.length} of them\n`);
    store = await Store.open(storeOf(String(part.number)));
    const done = await measurePlan(plan, engine, store, stopping);
    if (done === null) return;
    stopping.stop();
    tellFailures(plan.specs.flatMap((spec, i) => {
      const outcome = done.outcomes.get(plan.keys[i]);
      return outcome !== undefined && 'failed' in outcome ? [{ failed: outcome.failed, says: outcome.says, spec }] : [];
    }));
    await store.end('done');
    process.stdout.write(`store:   ${store.file}\n`);
  } finally {
    stopping.stop();
    await engine.close();
    store?.close();
  }
}

function partOf(text: string, all: boolean): Part {
  const [, number, of] = (all ? /^(\d+)()$/ : /^(\d+)\/(\d+)$/).exec(text) ?? [];
  const part = all ? { number: 1, of: Number(number) } : { number: Number(number), of: Number(of) };
  if (!(part.number >= 1 && part.number <= part.of && part.of <= MOST_PARTS)) throw new Error(`part: ${quoted(text)} (must be ${all ? 'the number of parts, e.g. 100' : 'i/n, e.g. 3/8 for the third of eight'})`);
  return part;
}

/** Every n-th trial, so that all parts take about as long; trials that are the same count once. */
function partOfPlan(plan: Plan, { number, of }: Part, command: string): Plan {
  const place = new Map([...new Set(plan.keys)].map((key, i) => [key, i]));
  const mine = (_: unknown, i: number): boolean => (place.get(plan.keys[i]) ?? 0) % of === number - 1;
  // A run of its own name: its results are not the suite's.
  return { ...plan, specs: plan.specs.filter(mine), keys: plan.keys.filter(mine), summary: { ...plan.summary, name: `${plan.suite.name} ${number}/${of}`, command } };
}
