import type { Metrics, Results, TrialResult, Uncertainty } from '../../src/experiment/results.ts';
import type { Profile, Provenance } from '../../src/experiment/spec.ts';

/** Systems of the design, with what a made-up model takes for each: only the shape of the file matters here. */
const SYSTEMS: readonly (readonly [system: string, maturity: TrialResult['maturity'], weight: number])[] = [
  ['static-partition/trap-and-emulate', 'shipping', 30], ['static-partition/el2', 'hypothetical', 6], ['static-partition/user-thread', 'shipping', 14],
  ['static-partition/vhost', 'hypothetical', 9], ['static-partition/sidecore', 'prototype', 5], ['static-partition/passthrough', 'shipping', 4], ['static-partition/null', 'shipping', 2],
  ['xen/el2', 'hypothetical', 8], ['xen/user-thread', 'shipping', 19], ['xen/vhost', 'prototype', 15], ['xen/passthrough', 'shipping', 5],
  ['nvhe/trap-and-emulate', 'shipping', 28], ['nvhe/user-thread', 'shipping', 17], ['nvhe/vhost', 'shipping', 12],
  ['vhe/user-thread', 'shipping', 13], ['vhe/user-thread[io=vcpu]', 'shipping', 11], ['vhe/vhost', 'shipping', 8], ['vhe/sidecore', 'shipping', 5.5], ['vhe/passthrough[irq=gicv4]', 'shipping', 3.5],
  ['bare-metal/passthrough', 'shipping', 2.5],
];

const KINDS: readonly Provenance[] = ['paper', 'measured', 'derived', 'assumed'];
const ROLES = ['guest user', 'guest kernel', 'world switch', 'hypervisor', 'host kernel', 'host user'] as const;

/** Park and Miller's generator: the fixture is the same everywhere. */
function stream(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

export interface FixtureShape {
  readonly systems?: readonly (readonly [system: string, maturity: TrialResult['maturity'], weight: number])[];
  readonly devices?: readonly (readonly [device: string, workload: string])[];
  readonly depths?: readonly number[];
  readonly unit?: TrialResult['unit'];
  readonly remarks?: readonly string[];
  readonly name?: string;
  /** Profiles drawn: at each of them every system's numbers are 0.7 to 1.3 times what they are. */
  readonly draws?: number;
}

/** A results file of 20 systems x 3 devices x 2 depths unless told otherwise. */
export function fixture(shape: FixtureShape = {}): Results {
  const { systems = SYSTEMS, devices = [['blk', 'fio:randread'], ['net', 'rr'], ['console', 'console']], depths = [1, 8], unit = 'time', name = 'standard', draws = 0 } = shape;
  const next = stream(7);
  const luck = stream(11);
  const remarks = shape.remarks ?? ['timer ticks are off: p99.9 and above are queueing only'];
  const trials = devices.flatMap(([device, workload]) => depths.flatMap((depth) => systems.map(([system, maturity, weight]): TrialResult => {
    const replicates = Array.from({ length: 5 }, () => metricsOf(weight * (1 + 0.02 * next()), depth));
    const metrics = metricsOf(weight * 1.01, depth);
    return {
      system, maturity, device, workload, params: depths.length > 1 ? { 'workload.depth': depth } : {}, seed: 1, requests_hash: 'ab12'.repeat(16), unit, metrics,
      ci95: intervalsOf(metrics), replicates,
      latency_distribution: Array.from({ length: 60 }, (_, i) => [1 - 10 ** (-i / 12), metrics.latency_us.p50 * (0.8 + 0.02 * i + (i / 40) ** 4)] as const),
      ledger: {
        steps: ROLES.map((role, i) => ({ cost: `step_${i}`, el: ([0, 1, 2, 2, system.startsWith('vhe') ? 2 : 1, 0] as const)[i] ?? 0, role, kind: KINDS[(i + system.length) % 4] ?? 'paper', visits_per_request: 1 + i, us_per_request: weight * (0.05 + 0.1 * next()) })),
        stretches: [{ name: 'polling', el: 0, role: 'polling', us_per_request: system.includes('sidecore') ? 6 : 0 }],
        cores: [{ name: 'guest', busy: 0.8, polling: 0 }, { name: 'host', busy: system.includes('sidecore') ? 1 : 0.6, polling: system.includes('sidecore') ? 0.7 : 0 }],
      },
      remarks: [...remarks],
      spec: { system, device, workload, params: {}, profile: PROFILE, requests: 10000, replications: 5, seed: 1 },
      ...(draws > 0 && { uncertainty: uncertaintyOf(metrics, Array.from({ length: draws }, () => 0.7 + 0.6 * luck())) }),
    };
  })));
  const grid = depths.length > 1 ? ['workload.depth'] : [];
  return {
    schema_version: 2, model_version: 'cd34'.repeat(16), trials,
    suite: { name, command: 'npx vhost-lab run standard --seed 1', baseline: 'vhe/vhost', profile: 'neoverse-n1', policy: 'linux-6.1-qemu-7.2', seed: 1, grid },
  };
}

export const PROFILE: Profile = {
  name: 'neoverse-n1', title: 'Neoverse N1 at 3 GHz', clock_ghz: 3, versions: { linux: '6.1', qemu: '7.2' },
  costs: Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`step_${i}`, { value: 10 + i, unit: 'ns', kind: KINDS[i % 4] ?? 'paper', source: `table ${i} of a publication`, sd: 1 }] as const)),
};

function metricsOf(weight: number, depth: number): Metrics {
  const mean = weight * (1 + 0.4 * depth);
  return {
    throughput_per_s: (1e6 * depth) / mean,
    latency_us: { mean, p50: mean * 0.95, p90: mean * 1.1, p99: mean * 1.6, p999: mean * 2.4, p9999: mean * 4, max: mean * 6 },
    cpu_us_per_request: { total: weight, guest: weight * 0.3, host: weight * 0.5, hypervisor: weight * 0.2, polling: 0, el0: weight * 0.3, el1: weight * 0.4, el2: weight * 0.3 },
    per_request: { exits: weight / 4, kicks: 1 / depth, interrupts: 1 / depth, ipis: weight / 10, wakeups: 0.8 / depth, syscalls: weight / 6, context_switches: weight / 9 },
    interrupts_masked_us: { p99: 1, max: 2 },
  };
}

function uncertaintyOf(metrics: Metrics, factors: readonly number[]): Uncertainty {
  const drawn = { throughput_per_s: factors.map((factor) => metrics.throughput_per_s / factor), mean_latency_us: factors.map((factor) => metrics.latency_us.mean * factor) };
  const { latency_us: { mean }, throughput_per_s } = metrics;
  return { requests: 500, prices95: { ...intervalsOf(metrics), throughput_per_s: [throughput_per_s * 0.75, throughput_per_s * 1.4], latency_us: { ...intervalsOf(metrics).latency_us, mean: [mean * 0.7, mean * 1.3] } }, drawn };
}

function intervalsOf(metrics: Metrics): TrialResult['ci95'] {
  const near = (value: number): readonly [number, number] => [value * 0.99, value * 1.01];
  const { latency_us: l, cpu_us_per_request: c, per_request: p, interrupts_masked_us: m } = metrics;
  return {
    throughput_per_s: near(metrics.throughput_per_s),
    latency_us: { mean: near(l.mean), p50: null, p90: null, p99: null, p999: null, p9999: null, max: null },
    cpu_us_per_request: { total: near(c.total), guest: null, host: null, hypervisor: null, polling: null, el0: null, el1: null, el2: null },
    per_request: { exits: near(p.exits), kicks: null, interrupts: null, ipis: null, wakeups: null, syscalls: null, context_switches: null },
    interrupts_masked_us: { p99: near(m.p99), max: null },
  };
}
