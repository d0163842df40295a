import { readFileSync } from 'node:fs';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { readProfile } from '../../src/formats/profile-file.ts';

/** Read from the project's folder: a benchmark is bundled as the command line is, and runs from elsewhere. */
const lab = (path: string): string => readFileSync(`lab/${path}`, 'utf8');

/** Trials of 4 KiB random reads on some systems, at some depths. */
export function specs(systems: readonly string[], depths: readonly number[], requests: number): readonly TrialSpec[] {
  const profile = readProfile(lab('profiles/neoverse-n1.yaml'), 'neoverse-n1.yaml', (name) => {
    throw new Error(`no base: ${name}`);
  });
  const { jobs } = readFioJobs(lab('workloads/randread-4k.fio'), 'randread-4k.fio');
  const suite = {
    name: 'speed', systems, devices: ['blk'], workloads: ['fio:randread-4k'], profile: profile.name, policy: 'no-polling', set: {},
    grid: { 'workload.iodepth': depths }, requests, replications: 1, seed: 1, baseline: systems[0],
  };
  return expandSuite(suite, { profile, fio: () => jobs });
}
