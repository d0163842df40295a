import type { LedgerStep, TrialResult } from '../experiment/results.ts';
import type { Role } from '../machine/step.ts';
import type { Provenance } from '../experiment/spec.ts';
import { rounded } from './numbers.ts';
import { systemName } from './system-name.ts';

export const ROLES = ['guest user', 'guest kernel', 'world switch', 'hypervisor', 'host kernel', 'host user', 'polling'] as const satisfies readonly Role[];
export const LEVELS = ['EL0', 'EL1', 'EL2'] as const;
export const KINDS = ['measured', 'paper', 'derived', 'assumed'] as const satisfies readonly Provenance[];

/** What the page shows of one trial: flat, so that many of them go into the file as columns. */
export interface Entry {
  readonly point: number;
  /** Value of the chart axis at that point. */
  readonly at: number | null;
  readonly system: string;
  readonly hypervisor: string;
  readonly backend: string;
  /** Row key and label in charts: hypervisor, slash, backend with options, maturity sign. */
  readonly key: string;
  readonly maturity: TrialResult['maturity'];
  readonly throughput: number;
  readonly throughputLow: number | null;
  readonly throughputHigh: number | null;
  readonly mean: number;
  readonly meanLow: number | null;
  readonly meanHigh: number | null;
  /** 95 % bands from the uncertainty of the prices; null where no profiles were drawn. */
  readonly throughputPricesLow: number | null;
  readonly throughputPricesHigh: number | null;
  readonly meanPricesLow: number | null;
  readonly meanPricesHigh: number | null;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  readonly max: number;
  readonly cpu: number;
  readonly exits: number;
  readonly kicks: number;
  readonly interrupts: number;
  readonly ipis: number;
  readonly wakeups: number;
  readonly syscalls: number;
  readonly switches: number;
  /** us for which the guest's interrupts stayed masked at a stretch. */
  readonly maskedP99: number;
  readonly maskedMax: number;
  /** Mean latency (or throughput, where that decides) divided by the baseline's; null without a baseline at this point. */
  readonly ratio: number | null;
  readonly cores: number;
  /** Cores that are never idle because they poll. */
  readonly pollingCores: number;
  /** Time busy, in cores, and the part of it spent polling. */
  readonly busy: number;
  readonly polled: number;
  /** us per request in the order of ROLES and of LEVELS. */
  readonly roles: readonly number[];
  readonly levels: readonly number[];
  /** Shares of the priced time in the order of KINDS; all 0 where nothing was priced. */
  readonly kinds: readonly number[];
  readonly shares: readonly number[];
  readonly latencies: readonly number[];
}

/** Sign of a system that is not in a shipping tree; the legend on the page says so. */
export const MATURITY_SIGN: Readonly<Record<TrialResult['maturity'], string>> = { shipping: '', prototype: ' △', hypothetical: ' ◇' };

export function entryOf(trial: TrialResult, point: number, at: number | null, ratio: number | null): Entry {
  const { hypervisor, backend, variant } = systemName(trial.system);
  const { metrics, ci95, ledger, uncertainty } = trial;
  const all = [...ledger.steps, ...ledger.stretches];
  const perLevel = LEVELS.map((_, el) => sum(all.filter((line) => line.el === el)));
  const priced = sum(ledger.steps);
  const { mean, p50, p90, p99, p999, p9999, max } = metrics.latency_us;
  const { exits, kicks, interrupts, ipis, wakeups, syscalls, context_switches } = metrics.per_request;
  return {
    point, at, system: trial.system, hypervisor, backend, key: `${hypervisor}/${variant}${MATURITY_SIGN[trial.maturity]}`, maturity: trial.maturity,
    throughput: rounded(metrics.throughput_per_s), ...interval('throughput', ci95.throughput_per_s),
    mean: rounded(mean), ...interval('mean', ci95.latency_us.mean),
    ...interval('throughputPrices', uncertainty?.prices95.throughput_per_s ?? null), ...interval('meanPrices', uncertainty?.prices95.latency_us.mean ?? null),
    p50: rounded(p50), p90: rounded(p90), p99: rounded(p99), p999: rounded(p999), p9999: rounded(p9999), max: rounded(max),
    cpu: rounded(metrics.cpu_us_per_request.total),
    exits: rounded(exits), kicks: rounded(kicks), interrupts: rounded(interrupts), ipis: rounded(ipis),
    wakeups: rounded(wakeups), syscalls: rounded(syscalls), switches: rounded(context_switches),
    maskedP99: rounded(metrics.interrupts_masked_us.p99), maskedMax: rounded(metrics.interrupts_masked_us.max),
    ratio: ratio === null ? null : rounded(ratio),
    cores: ledger.cores.filter((core) => core.busy > 0.001).length,
    pollingCores: ledger.cores.filter((core) => core.busy > 0.98 && core.polling > 0.05).length,
    busy: rounded(ledger.cores.reduce((total, core) => total + core.busy, 0)),
    polled: rounded(ledger.cores.reduce((total, core) => total + core.polling, 0)),
    roles: ROLES.map((role) => rounded(sum(all.filter((line) => line.role === role)))),
    levels: perLevel.map(rounded),
    kinds: KINDS.map((kind) => (priced > 0 ? rounded(sum(ledger.steps.filter((step) => step.kind === kind)) / priced) : 0)),
    ...thinned(trial.latency_distribution),
  };
}

function sum(lines: readonly Pick<LedgerStep, 'us_per_request'>[]): number {
  return lines.reduce((total, line) => total + line.us_per_request, 0);
}

type Ends<N extends string> = { readonly [K in `${N}Low` | `${N}High`]: number | null };

function interval<N extends 'throughput' | 'mean' | 'throughputPrices' | 'meanPrices'>(name: N, ends: readonly [number, number] | null): Ends<N>;
function interval(name: string, ends: readonly [number, number] | null): Readonly<Record<string, number | null>> {
  return { [`${name}Low`]: ends && rounded(ends[0]), [`${name}High`]: ends && rounded(ends[1]) };
}

/** At most about 40 points, evenly spaced in -log10(1 - share), so that the tail keeps its shape. */
function thinned(distribution: TrialResult['latency_distribution']): Pick<Entry, 'shares' | 'latencies'> {
  const kept: (readonly [number, number])[] = [];
  let next = -1;
  for (const [share, latency] of distribution) {
    const nines = share >= 1 ? 99 : -Math.log10(1 - share);
    if (nines < next) continue;
    kept.push([share, rounded(latency)]);
    next = nines + 0.12;
  }
  // Within a level stretch the ends say all; a chart of nines ends where the share is not yet 1.
  const bends = kept.filter(([, latency], i) => latency !== kept[i - 1]?.[1] || latency !== kept[i + 1]?.[1] || kept[i + 1]?.[0] === 1);
  return { shares: bends.map(([share]) => share), latencies: bends.map(([, latency]) => latency) };
}
