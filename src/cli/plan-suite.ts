import type { SuiteSummary } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite, gridSize, mostTrials, type Suite } from '../experiment/suite.ts';
import { trialKey } from '../store/trial-key.ts';
import { loadSuite } from './load-suite.ts';
import { modelVersion } from './model-version.ts';
import { commandOf, type RepeatedOptions } from './repeat-command.ts';
import { drawsInWords, drawsOf } from './run-drawn.ts';

/** A suite that is to be run: its trials in their order, each with the key that it is known by everywhere. */
export interface Plan {
  readonly suite: Suite;
  readonly summary: SuiteSummary;
  readonly specs: readonly TrialSpec[];
  readonly keys: readonly string[];
  readonly modelVersion: string;
  /** What was read without having an effect. */
  readonly remarks: readonly string[];
}

/** Reads a suite and says how much there is to do. */
export async function planSuite(nameOrPath: string, options: RepeatedOptions): Promise<Plan> {
  const { suite, remarks, ...sources } = loadSuite(nameOrPath, options);
  const count = gridSize(suite);
  if (count <= mostTrials) process.stderr.write(`${suite.name}: ${count} trials, each ${suite.replications} x ${suite.requests} requests${drawsInWords(drawsOf(options.uncertainty), suite, count)}\n`);
  const specs = expandSuite(suite, sources);
  const version = await modelVersion();
  const { name, baseline, policy, seed } = suite;
  return {
    suite,
    summary: { name, command: commandOf(nameOrPath, options), baseline, profile: suite.profile, policy, seed, grid: Object.keys(suite.grid) },
    specs,
    keys: specs.map((spec) => trialKey(spec, version)),
    modelVersion: version,
    remarks: remarks(),
  };
}
