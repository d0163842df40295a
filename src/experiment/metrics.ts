import { costs } from '../machine/costs.ts';
import type { Tariff } from '../machine/path.ts';
import { stretches } from '../machine/stretch.ts';
import type { Count, ExceptionLevel, Role } from '../machine/step.ts';
import type { Account } from './ledger.ts';
import type { Intervals, Ledger, LedgerStep, Metrics } from './results.ts';
import type { Run } from './run.ts';
import { sorted } from './sorted.ts';
import type { Profile } from './spec.ts';
import { interval95, quantile } from './statistics.ts';

const PS_PER_US = 1e6;

/** One line of the ledger before it is divided by requests: a cost at one place. */
interface StepTotal {
  readonly cost: LedgerStep['cost'];
  readonly el: ExceptionLevel;
  readonly role: Role;
  readonly kind: LedgerStep['kind'];
  visits: number;
  ps: number;
}

/** Visits times price of every step that was taken, by cost, level and role. */
export function stepTotals(tariff: Tariff, { visits, bytes }: Pick<Account, 'visits' | 'bytes'>, profile: Profile): readonly StepTotal[] {
  const totals = new Map<string, StepTotal>();
  for (const path of tariff.paths) {
    if (visits[path.id] === 0) continue;
    for (const { cost, el, role, times } of path.steps) {
      const key = `${cost} ${el} ${role}`;
      let total = totals.get(key);
      if (total === undefined) {
        total = { cost, el, role, kind: profile.costs[cost].kind, visits: 0, ps: 0 };
        totals.set(key, total);
      }
      const taken = times * (costs[cost].per === 'byte' ? bytes[path.id] : visits[path.id]);
      total.visits += taken;
      total.ps += taken * tariff.price(cost);
    }
  }
  return [...totals.values()];
}

/** How often each thing happened that steps are counted as. */
export function counts(tariff: Tariff, visits: readonly number[]): Record<Count, number> {
  const sums: Record<Count, number> = {
    exit: 0, 'user exit': 0, 'wfi exit': 0, 'host exit': 0, kick: 0, interrupt: 0, ipi: 0, 'reschedule ipi': 0, wakeup: 0, syscall: 0, 'context switch': 0,
  };
  for (const { id, steps } of tariff.paths) {
    if (visits[id] === 0) continue;
    for (const { counts: counted, times } of steps) for (const count of counted) sums[count] += times * visits[id];
  }
  return sums;
}

/** What one replication measured. */
export function metricsOf({ machine, account, latenciesPs, maskedPs }: Run, profile: Profile): Metrics {
  const requests = latenciesPs.length;
  const totals = stepTotals(machine.tariff, account, profile);
  // A neighbour's work is not done for any request.
  const own = stretches.filter(({ name }) => name !== 'neighbour');
  const lines = [...totals, ...own.map(({ id, el, role }) => ({ el, role, ps: account.stretchPs[id] }))];
  const us = (pick: (line: { readonly el: ExceptionLevel; readonly role: Role }) => boolean): number =>
    lines.reduce((sum, line) => sum + (pick(line) ? line.ps : 0), 0) / PS_PER_US / requests;
  const counted = counts(machine.tariff, account.visits);
  const masked = sorted(Float64Array.from(maskedPs));
  return {
    throughput_per_s: (requests / account.elapsedPs) * 1e12,
    latency_us: latencyOf(sorted(latenciesPs)),
    cpu_us_per_request: {
      total: us(() => true),
      guest: us(({ role }) => role === 'guest user' || role === 'guest kernel'),
      host: us(({ role }) => role === 'host user' || role === 'host kernel'),
      hypervisor: us(({ role }) => role === 'hypervisor' || role === 'world switch'),
      polling: us(({ role }) => role === 'polling'),
      el0: us(({ el }) => el === 0),
      el1: us(({ el }) => el === 1),
      el2: us(({ el }) => el === 2),
    },
    per_request: {
      exits: counted.exit / requests,
      kicks: counted.kick / requests,
      interrupts: counted.interrupt / requests,
      ipis: (counted.ipi + counted['reschedule ipi']) / requests,
      wakeups: counted.wakeup / requests,
      syscalls: counted.syscall / requests,
      context_switches: counted['context switch'] / requests,
    },
    interrupts_masked_us: { p99: quantile(masked, 0.99) / PS_PER_US, max: quantile(masked, 1) / PS_PER_US },
  };
}

/** Mean and quantiles of sorted latencies. */
export function latencyOf(ascending: Float64Array): Metrics['latency_us'] {
  const at = (share: number): number => quantile(ascending, share) / PS_PER_US;
  return {
    mean: ascending.reduce((sum, ps) => sum + ps, 0) / ascending.length / PS_PER_US,
    p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), p9999: at(0.9999), max: at(1),
  };
}

/** The ledger of some replications together, per request. */
export function ledgerOf(runs: readonly Run[], profile: Profile): Ledger {
  const requests = runs.reduce((sum, run) => sum + run.latenciesPs.length, 0);
  const steps = new Map<string, { step: StepTotal }>();
  for (const { machine, account } of runs) {
    for (const total of stepTotals(machine.tariff, account, profile)) {
      const key = `${total.cost} ${total.el} ${total.role}`;
      const known = steps.get(key);
      if (known === undefined) steps.set(key, { step: { ...total } });
      else {
        known.step.visits += total.visits;
        known.step.ps += total.ps;
      }
    }
  }
  const elapsedPs = runs.reduce((sum, { account }) => sum + account.elapsedPs, 0);
  return {
    steps: [...steps.values()].map(({ step: { cost, el, role, kind, visits, ps } }) => ({
      cost, el, role, kind, visits_per_request: visits / requests, us_per_request: ps / PS_PER_US / requests,
    })),
    stretches: stretches
      .map(({ id, name, el, role }) => ({ name, el, role, us_per_request: runs.reduce((sum, { account }) => sum + account.stretchPs[id], 0) / PS_PER_US / requests }))
      .filter(({ us_per_request }) => us_per_request > 0),
    cores: runs[0].account.cores.map(({ name }, i) => ({
      name,
      busy: runs.reduce((sum, { account }) => sum + account.cores[i].busyPs, 0) / elapsedPs,
      polling: runs.reduce((sum, { account }) => sum + account.cores[i].pollingPs, 0) / elapsedPs,
    })),
  };
}

/** The 95 % interval of each number over replications. */
export function intervalsOf(replicates: readonly Metrics[]): Intervals {
  return mapMetrics(replicates, interval95);
}

/** The mean of each number over replications. */
export function mapMetrics<T>(replicates: readonly Metrics[], of: (values: readonly number[]) => T): MappedMetrics<T> {
  const each = (pick: (metrics: Metrics) => number): T => of(replicates.map(pick));
  return {
    throughput_per_s: each((m) => m.throughput_per_s),
    latency_us: {
      mean: each((m) => m.latency_us.mean), p50: each((m) => m.latency_us.p50), p90: each((m) => m.latency_us.p90), p99: each((m) => m.latency_us.p99),
      p999: each((m) => m.latency_us.p999), p9999: each((m) => m.latency_us.p9999), max: each((m) => m.latency_us.max),
    },
    cpu_us_per_request: {
      total: each((m) => m.cpu_us_per_request.total), guest: each((m) => m.cpu_us_per_request.guest), host: each((m) => m.cpu_us_per_request.host),
      hypervisor: each((m) => m.cpu_us_per_request.hypervisor), polling: each((m) => m.cpu_us_per_request.polling),
      el0: each((m) => m.cpu_us_per_request.el0), el1: each((m) => m.cpu_us_per_request.el1), el2: each((m) => m.cpu_us_per_request.el2),
    },
    per_request: {
      exits: each((m) => m.per_request.exits), kicks: each((m) => m.per_request.kicks), interrupts: each((m) => m.per_request.interrupts),
      ipis: each((m) => m.per_request.ipis), wakeups: each((m) => m.per_request.wakeups), syscalls: each((m) => m.per_request.syscalls),
      context_switches: each((m) => m.per_request.context_switches),
    },
    interrupts_masked_us: { p99: each((m) => m.interrupts_masked_us.p99), max: each((m) => m.interrupts_masked_us.max) },
  };
}

type MappedMetrics<T, M = Metrics> = { readonly [K in keyof M]: M[K] extends number ? T : MappedMetrics<T, M[K]> };
