import type { Count } from '../machine/step.ts';
import type { Metrics } from './results.ts';
import { quoted, unknown } from './quoted.ts';
import type { Profile } from './spec.ts';

/** What one run of a trial showed. */
export interface Observation {
  readonly metrics: Metrics;
  /** Per request. */
  readonly counts: Readonly<Record<Count, number>>;
  /** The costs that were charged, each with its time as a share of the time of a request, or of the busy time if that is less. */
  readonly charged: ReadonlyMap<string, number>;
}

/** A number that can be read off a run: a time in us, a rate in 1/s, or a count per request. */
interface Observable {
  readonly of: 'time' | 'rate' | 'count';
  readonly read: (seen: Observation) => number;
}

const latencies = ['mean', 'p50', 'p90', 'p99', 'p999', 'p9999', 'max'] as const;
const shares = ['total', 'guest', 'host', 'hypervisor', 'polling', 'el0', 'el1', 'el2'] as const;
const counted: Readonly<Record<string, readonly Count[]>> = {
  exits: ['exit'], wfi_exits: ['wfi exit'], user_exits: ['user exit'], kicks: ['kick'], interrupts: ['interrupt'], ipis: ['ipi', 'reschedule ipi'],
  wakeups: ['wakeup'], syscalls: ['syscall'], context_switches: ['context switch'],
};
const sum = ({ counts }: Observation, names: readonly Count[]): number => names.reduce((total, name) => total + counts[name], 0);

/** Everything a measurement can be of. */
export const observables: Readonly<Record<string, Observable>> = {
  throughput: { of: 'rate', read: ({ metrics }) => metrics.throughput_per_s },
  time_per_request: { of: 'time', read: ({ metrics }) => 1e6 / metrics.throughput_per_s },
  ...Object.fromEntries(latencies.map((name) => [`latency.${name}`, { of: 'time', read: ({ metrics }) => metrics.latency_us[name] } satisfies Observable])),
  ...Object.fromEntries(shares.map((name) => [`cpu.${name}`, { of: 'time', read: ({ metrics }) => metrics.cpu_us_per_request[name] } satisfies Observable])),
  ...Object.fromEntries(Object.entries(counted).map(([name, counts]) => [name, { of: 'count', read: (seen) => sum(seen, counts) } satisfies Observable])),
  ...Object.fromEntries(Object.entries(counted).map(([name, counts]) => [`${name}_per_second`, { of: 'rate', read: (seen) => sum(seen, counts) * seen.metrics.throughput_per_s } satisfies Observable])),
};

const units = { time: ['ns', 'us', 'ms', 's', 'cycles', 'instructions'], rate: ['1/s', 'k/s'], count: ['per request'] } as const;
const perUs: Readonly<Record<string, number>> = { ns: 1000, us: 1, ms: 1e-3, s: 1e-6, '1/s': 1, 'k/s': 1e-3, 'per request': 1 };

/** What is wrong with a metric or with its unit; nothing where all is well. */
export function metricFault(metric: string, unit: string | undefined): string | undefined {
  if (!Object.hasOwn(observables, metric)) return unknown('metric', metric, Object.keys(observables));
  const fitting: readonly string[] = units[observables[metric].of];
  return unit === undefined || fitting.includes(unit) ? undefined : `unit: ${quoted(unit)} (${metric} is in ${fitting.join(', ')})`;
}

/** A metric of an observation in a unit, or as it is without one; refuses units that the profile does not count in. */
export function valueIn(metric: string, unit: string | null, seen: Observation, profile: Profile): number {
  const value = observables[metric].read(seen);
  if (unit === null) return value;
  if (observables[metric].of !== 'time') return value * perUs[unit];
  const counts = profile.instructions_per_ns;
  if ((counts !== undefined) !== (unit === 'instructions')) throw new Error(`${metric} in ${unit}: profile ${profile.name} counts ${counts === undefined ? 'time' : 'instructions'}`);
  if (counts !== undefined) return value * 1000 * counts;
  if (unit !== 'cycles') return value * perUs[unit];
  if (profile.clock_ghz === undefined) throw new Error(`${metric} in cycles: profile ${profile.name} has no clock_ghz`);
  return value * 1000 * profile.clock_ghz;
}
