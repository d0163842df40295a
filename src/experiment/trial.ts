import type { Backend } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import type { Device } from '../devices/device.ts';
import { sha256 } from '../sim/sha256.ts';
import { placeOf } from '../virtio/inspect/violation.ts';
import { intervalsOf, latencyOf, ledgerOf, mapMetrics, metricsOf } from './metrics.ts';
import { Requests } from '../machine/requests.ts';
import { assemble, deviceOf } from './bench.ts';
import { defaultsOf, factsOf, hasKey, keysOf, parameterGroups } from './parameters.ts';
import type { Own } from './own.ts';
import { unknown } from './quoted.ts';
import type { TrialResult } from './results.ts';
import { runOnce, workloadOf } from './run.ts';
import type { Run } from './run.ts';
import { sorted } from './sorted.ts';
import type { TrialSpec } from './spec.ts';
import type { Workload } from '../workloads/workload.ts';
import { mean, quantile } from './statistics.ts';
import { parseSystem, type System } from './systems.ts';

/** One grid point with its replications: pure, JSON in, JSON out. Throws a sentence where the spec makes no sense. */
export function trial(spec: TrialSpec): TrialResult {
  return trialWith({})(spec);
}

/** Trials whose specs may name devices and workloads that the lab has not. */
export function trialWith(own: Own): (spec: TrialSpec) => TrialResult {
  return (spec) => carriedOut(complete(spec, own), own);
}

function carriedOut(spec: TrialSpec, own: Own): TrialResult {
  const system = parseSystem(spec.system);
  const runs = Array.from({ length: spec.replications }, (_, i) => runOnce(spec, spec.seed + i, null, own));
  if (runs.some(({ account }) => account.elapsedPs === 0)) throw new Error(`requests: ${spec.requests} (with ${spec.system} and ${spec.workload} all of them were done at one moment: ask for more)`);
  const replicates = runs.map((run) => metricsOf(run, spec.profile));
  const all = pooled(runs);
  return {
    system: system.name,
    maturity: system.maturity,
    device: spec.device,
    workload: spec.workload,
    params: spec.params,
    seed: spec.seed,
    requests_hash: hashOf(runs),
    unit: spec.profile.instructions_per_ns === undefined ? 'time' : 'instructions',
    metrics: { ...mapMetrics(replicates, mean), latency_us: latencyOf(all) },
    ci95: intervalsOf(replicates),
    replicates,
    latency_distribution: SHARES.map((share) => [share, quantile(all, share) / 1e6] as const),
    ledger: ledgerOf(runs, spec.profile),
    remarks: remarks(spec, runs, workloadOf(spec.workload, own), own),
    spec,
  };
}

/** Throws a sentence where a spec cannot be put together, without running it. */
export function refuseImpossible(asked: TrialSpec): void {
  const spec = complete(asked);
  assemble(spec, Array.from({ length: Number(spec.params['topology.guests']) }, () => new Requests(1)), () => false);
}

/** A spec with every parameter that it leaves out as its profile has it, or at its default; a key that means nothing is refused. */
export function complete(spec: TrialSpec, own: Own = {}): TrialSpec {
  const groups = parameterGroups(spec.device, spec.workload, own);
  const stray = Object.keys(spec.params).find((key) => !hasKey(key, groups));
  if (stray !== undefined) throw new Error(unknown('parameter', stray, keysOf(groups)));
  return { ...spec, params: { ...defaultsOf(groups), ...factsOf(spec.profile, groups), ...spec.params } };
}

/** Shares at which the distribution is written down: evenly, then ever closer to all. */
const SHARES = [
  0.001, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99, 0.9925,
  0.995, 0.9975, 0.999, 0.9995, 0.9999, 1,
];

function pooled(runs: readonly Run[]): Float64Array {
  const all = new Float64Array(runs.reduce((sum, run) => sum + run.latenciesPs.length, 0));
  let at = 0;
  for (const { latenciesPs } of runs) {
    all.set(latenciesPs, at);
    at += latenciesPs.length;
  }
  return sorted(all);
}

function hashOf(runs: readonly Run[]): string {
  const digests = runs.flatMap(({ drawn }) => drawn.map(sha256)).join('');
  return sha256(Uint8Array.from(digests, (letter) => letter.charCodeAt(0)));
}

function remarks({ system, device, params, requests, replications, workload }: TrialSpec, runs: readonly Run[], { remark }: Workload, own: Own): string[] {
  const list: string[] = [];
  if (params['topology.tick_hz'] === 0 && params['topology.neighbour_load'] === 0) {
    list.push('Timer ticks and neighbours are off: p99.9 and above show queueing only, no interference.');
  }
  if (requests * replications < 10_000) list.push(`${requests} requests x ${replications} replications: too few for p99.99, which is about the maximum.`);
  for (const { guest, violation } of runs[0].broken) {
    list.push(`Guest ${guest} broke the standard: ${violation.queue}, ${placeOf(violation)}: ${violation.reason} (VIRTIO 1.2 section ${violation.section}). Its device needs a reset; those of the others went on.`);
  }
  if (remark !== undefined) list.push(remark);
  if (runs.some(({ short }) => short)) list.push(`${workload} ended by itself before ${requests} requests had been measured.`);
  const idle = withoutWorkers(parseSystem(system), deviceOf(device, own), device, params);
  if (idle !== null) list.push(idle);
  if (params['topology.threads'] === 'per-core' && !sharesThreads(system)) list.push(`topology.threads=per-core has no effect on ${system}: only vhost and sidecores serve many guests with one thread.`);
  return list;
}

function sharesThreads(system: string): boolean {
  const backend: Backend = backends[parseSystem(system).backend];
  return backend.sharesThreads === true;
}

/** A sentence about workers that were asked for and do nothing. */
function withoutWorkers({ name, backend, options }: System, device: Device, id: string, params: TrialSpec['params']): string | null {
  const workers = Number(params['topology.workers']);
  if (workers === 1) return null;
  const { hasWorkers }: Backend = backends[backend];
  if (hasWorkers?.(options, device) !== true) {
    return `topology.workers=${workers} has no effect on ${name} with ${id}: vhost, sidecores and the I/O threads of a disk under KVM have workers.`;
  }
  const queues = Math.min(Number(params['topology.queues']), Number(params['topology.vcpus']));
  return queues < workers ? `topology.workers=${workers}: as many work as there are queues, ${queues} (topology.queues, at most one for each of topology.vcpus).` : null;
}
