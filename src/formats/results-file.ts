import { z } from 'zod';
import type { Accuracy } from '../experiment/accuracy.ts';
import { unknown } from '../experiment/quoted.ts';
import type { FioJob, Profile } from '../experiment/spec.ts';
import type { Intervals, Metrics, Results, Uncertainty } from '../experiment/results.ts';
import { check, mapping } from './check.ts';
import { refuse, type Place } from './document.ts';
import { readJson } from './json.ts';

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const value = z.union([z.number(), z.boolean(), z.string()], { error: 'must be a number, true, false or a text' });
const params = z.record(text, value);
const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' });
const kind = z.enum(['paper', 'measured', 'derived', 'assumed']);
const el = z.union([z.literal(0), z.literal(1), z.literal(2)], { error: 'must be 0, 1 or 2' });
const role = z.enum(['guest user', 'guest kernel', 'world switch', 'hypervisor', 'host kernel', 'host user', 'polling']);

/** The metrics with any schema in the place of a number: itself, or its interval. */
const shaped = <Leaf extends z.ZodType>(leaf: Leaf) =>
  mapping({
    throughput_per_s: leaf,
    latency_us: mapping({ mean: leaf, p50: leaf, p90: leaf, p99: leaf, p999: leaf, p9999: leaf, max: leaf }),
    cpu_us_per_request: mapping({ total: leaf, guest: leaf, host: leaf, hypervisor: leaf, polling: leaf, el0: leaf, el1: leaf, el2: leaf }),
    per_request: mapping({ exits: leaf, kicks: leaf, interrupts: leaf, ipis: leaf, wakeups: leaf, syscalls: leaf, context_switches: leaf }),
    interrupts_masked_us: mapping({ p99: leaf, max: leaf }),
  });

export const metrics = shaped(number) satisfies z.ZodType<Metrics>;
const intervals = shaped(z.tuple([number, number]).nullable()) satisfies z.ZodType<Intervals>;

const sizes = z.array(z.tuple([number, number]));
const job = mapping({
  name: text,
  rw: z.enum(['read', 'write', 'randread', 'randwrite', 'rw', 'randrw']),
  perPlace: number.exactOptional(),
  holeBytes: number.exactOptional(),
  readSizes: sizes,
  writeSizes: sizes,
  iodepth: number,
  numjobs: number,
  rwmixread: number,
  rateIops: number,
  thinktimeNs: number,
  fsync: number,
  runtimeNs: number,
  numberIos: number,
}) satisfies z.ZodType<FioJob>;

const profile = mapping({
  name: text,
  title: text,
  clock_ghz: number.exactOptional(),
  instructions_per_ns: number.exactOptional(),
  versions: z.record(text, text),
  set: params.exactOptional(),
  costs: z.record(text, mapping({ value: number, unit: z.enum(['ns', 'cycles', 'instructions']), kind, source: text, sd: number })),
  correlated: z.array(z.record(text, number)).exactOptional(),
}) satisfies z.ZodType<Profile>;

const spec = <Profiled extends z.ZodType>(profiled: Profiled) => mapping({
  system: text,
  device: text,
  workload: text,
  jobs: z.array(job).exactOptional(),
  params,
  profile: profiled,
  requests: count,
  replications: count,
  seed: count,
});

const ledger = mapping({
  steps: z.array(mapping({ cost: text, el, role, kind, visits_per_request: number, us_per_request: number })),
  stretches: z.array(mapping({ name: text, el, role, us_per_request: number })),
  cores: z.array(mapping({ name: text, busy: number, polling: number })),
});

const uncertainty = mapping({
  requests: count,
  prices95: intervals,
  drawn: mapping({ throughput_per_s: z.array(number), mean_latency_us: z.array(number) }),
}) satisfies z.ZodType<Uncertainty>;

const trial = <Profiled extends z.ZodType>(profiled: Profiled) => mapping({
  system: text,
  maturity: z.enum(['shipping', 'prototype', 'hypothetical']),
  device: text,
  workload: text,
  params,
  seed: count,
  requests_hash: hash,
  unit: z.enum(['time', 'instructions']),
  metrics,
  ci95: intervals,
  replicates: z.array(metrics),
  latency_distribution: z.array(z.tuple([number, number])),
  ledger,
  remarks: z.array(text),
  spec: spec(profiled),
  uncertainty: uncertainty.exactOptional(),
});

const failure = <Profiled extends z.ZodType>(profiled: Profiled) => mapping({ failed: z.enum(['refused', 'fault', 'timeout', 'memory', 'lost']), says: text, spec: spec(profiled) });

const accuracy = mapping({
  group: text, use: z.enum(['fit', 'validation']),
  numbers: count, median_error_pct: number.nullable(), worst_error_pct: number.nullable(), worst_id: text.nullable(),
  null_median_error_pct: number.nullable(), beaten: count, null_numbers: count,
  in_band: count, bands: count, right: count, ranges: count, null_right: count,
}) satisfies z.ZodType<Accuracy>;

const whole = <Version extends 1 | 2, Profiled extends z.ZodType>(version: Version, profiled: Profiled) => ({
  schema_version: z.literal(version),
  model_version: text,
  suite: mapping({ name: text, command: text, baseline: text, profile: text, policy: text, seed: count, grid: z.array(text) }),
  trials: z.array(trial(profiled)),
  failures: z.array(failure(profiled)).exactOptional(),
  accuracy: z.array(accuracy).exactOptional(),
});

/** What is written: `profile` of a specification is a key of `profiles`. */
export const resultsSchema = mapping({ ...whole(2, text), profiles: z.record(text, profile) });
/** What earlier versions wrote: each specification has its profile inline. */
const earlierSchema = mapping(whole(1, profile)) satisfies z.ZodType<Omit<Results, 'schema_version'>>;

/** Reads a results file; what is misshapen is named with its line and column. */
export function readResults(text: string, file: string): Results {
  const document = readJson(text, file);
  const { value } = document;
  if (typeof value === 'object' && value !== null && 'schema_version' in value && value.schema_version === 1) return { ...check(earlierSchema, document), schema_version: 2 };
  const { profiles, trials, failures, ...head } = check(resultsSchema, document);
  const inline = <T extends { readonly profile: string }>(spec: T, place: Place): Omit<T, 'profile'> & { readonly profile: Profile } => {
    if (!Object.hasOwn(profiles, spec.profile)) refuse(document, [{ place: [...place, 'spec', 'profile'], says: unknown('profile', spec.profile, Object.keys(profiles)) }]);
    return { ...spec, profile: profiles[spec.profile] };
  };
  return {
    ...head,
    trials: trials.map((one, i) => ({ ...one, spec: inline(one.spec, ['trials', i]) })),
    ...(failures !== undefined && { failures: failures.map((one, i) => ({ ...one, spec: inline(one.spec, ['failures', i]) })) }),
  };
}
