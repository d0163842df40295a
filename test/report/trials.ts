import { readFileSync } from 'node:fs';
import type { Results } from '../../src/experiment/results.ts';
import type { Profile, TrialSpec } from '../../src/experiment/spec.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import type { Sources, Suite } from '../../src/experiment/suite.ts';
import { trial } from '../../src/experiment/trial.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { readProfile } from '../../src/formats/profile-file.ts';
import { readSuite } from '../../src/formats/suite-file.ts';

/** A suite of the lab, changed where a test wants it, with all its trials. */
export function specsOf(name: string, change: Partial<Suite>): { readonly suite: Suite; readonly specs: readonly TrialSpec[] } {
  const suite = { ...suiteOf(name), ...change };
  return { suite, specs: expandSuite(suite, sourcesOf(suite)) };
}

/** A suite of the lab as it is. */
export function suiteOf(name: string): Suite {
  return readSuite(lab(`suites/${name}.yaml`), name);
}

/** The files of the lab that a suite names. */
export function sourcesOf({ profile }: Suite): Sources {
  return { profile: profileNamed(profile), fio: (job) => readFioJobs(lab(`workloads/${job}.fio`), job).jobs };
}

/** The results file of such a suite, really run. */
export function resultsOf(name: string, change: Partial<Suite>): Results {
  const { suite, specs } = specsOf(name, change);
  const { baseline, profile, policy, seed } = suite;
  return {
    schema_version: 2, model_version: 'ef56'.repeat(16), trials: specs.map(trial),
    suite: { name: suite.name, command: `npx vhost-lab run ${name}`, baseline, profile, policy, seed, grid: Object.keys(suite.grid) },
  };
}

function profileNamed(name: string): Profile {
  return readProfile(lab(`profiles/${name}.yaml`), name, profileNamed);
}

function lab(path: string): string {
  return readFileSync(new URL(`../../lab/${path}`, import.meta.url), 'utf8');
}
