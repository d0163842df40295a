import { microBench } from '../experiment/micro-bench.ts';
import { policies } from '../experiment/policies.ts';
import { quoted, unknown } from '../experiment/quoted.ts';
import { hypervisors } from '../hypervisors/index.ts';
import { microBenchTable } from '../report/micro-bench-table.ts';
import { readNamed } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';
import type { MicroBenchOptions } from './micro-bench.ts';

type HypervisorId = keyof typeof hypervisors;

const all = Object.keys(hypervisors) as readonly HypervisorId[];

/** Prints a table for each hypervisor. */
export function printMicroBench(names: readonly string[], options: MicroBenchOptions): void {
  const asked = names.length === 0 ? all : names.map(hypervisorOf);
  const times = Number(options.times);
  if (!/^\d+$/.test(options.times) || times < 1 || times > 1_000_000) throw new Error(`--times: ${quoted(options.times)} (must be a whole number from 1 to 1000000)`);
  const policy = Object.entries(policies).find(([name]) => name === options.policy)?.[1];
  if (policy === undefined) throw new Error(unknown('policy', options.policy, Object.keys(policies)));
  const profile = loadProfile(readNamed('profiles', options.profile));
  const counts = profile.instructions_per_ns === undefined ? '' : '; ns are instructions';
  for (const hypervisor of asked) {
    process.stdout.write(`# ${hypervisor}: each ${times} times, profile ${profile.name}, policy ${options.policy}${counts}\n${microBenchTable(microBench(hypervisor, times, profile, policy.set), times)}\n`);
  }
}

function hypervisorOf(name: string): HypervisorId {
  const known = all.find((id) => id === name);
  if (known === undefined) throw new Error(unknown('hypervisor', name, all));
  return known;
}
