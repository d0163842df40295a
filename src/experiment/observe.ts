import type { Count } from '../machine/step.ts';
import { counts, metricsOf, stepTotals } from './metrics.ts';
import type { Observation } from './observables.ts';
import { runOnce } from './run.ts';
import type { TrialSpec } from './spec.ts';
import { expandSuite } from './suite.ts';
import type { MeasurementSources, Subject } from './measurement.ts';

/** The trial that a measurement's subject describes; a sentence where it makes no sense. */
export function specOf(id: string, { system, device, workload, policy, set, requests, seed, profile }: Subject, sources: MeasurementSources): TrialSpec {
  const suite = { name: id, systems: [system], devices: [device], workloads: [workload], profile, policy, set, grid: {}, requests, replications: 1, seed, baseline: system };
  const [spec] = expandSuite(suite, { profile: sources.profile(profile), fio: sources.fio });
  return spec;
}

/** Runs one replication of a trial and keeps what measurements are of. */
export function observe(spec: TrialSpec): Observation {
  const run = runOnce(spec, spec.seed);
  const requests = run.latenciesPs.length;
  const perRequest = counts(run.machine.tariff, run.account.visits);
  let name: Count;
  for (name in perRequest) perRequest[name] /= requests;
  const metrics = metricsOf(run, spec.profile);
  const perRequestUs = Math.min(1e6 / metrics.throughput_per_s, metrics.cpu_us_per_request.total);
  const charged = new Map<string, number>();
  for (const { cost, ps } of stepTotals(run.machine.tariff, run.account, spec.profile)) charged.set(cost, (charged.get(cost) ?? 0) + ps / 1e6 / requests / perRequestUs);
  return { metrics, counts: perRequest, charged };
}
