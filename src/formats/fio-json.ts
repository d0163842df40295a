import type { Results, TrialResult } from '../experiment/results.ts';
import type { FioJob } from '../experiment/spec.ts';

/** Percentiles that fio prints by itself, in percent. */
const PERCENTILES = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9, 99.95, 99.99];

/**
 * Results in the shape of `fio --output-format=json`: a job is a trial, times are ns. What was asked for in one direction stands
 * under it; a mixed job stands whole under `read`, as with fio's own unified_rw_reporting. Latency is counted from submission on:
 * `clat_ns` is `lat_ns`, and there is no `slat_ns`.
 */
export function fioJson({ trials, suite, model_version }: Results): string {
  const whole = {
    'fio version': 'vhost-lab',
    'global options': { suite: suite.name, profile: suite.profile, policy: suite.policy, model_version, command: suite.command },
    jobs: trials.map((trial, i) => jobOf(trial, i, suite.grid)),
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

function jobOf(trial: TrialResult, groupid: number, grid: readonly string[]): object {
  const { system, device, workload, spec, params, metrics, ledger } = trial;
  const settings = grid.filter((key) => key in params).map((key) => `${key}=${String(params[key])}`);
  const jobs = spec.jobs ?? [];
  const [job] = jobs;
  const writes = job === undefined ? device === 'console' : job.rw === 'write' || job.rw === 'randwrite';
  const mixed = job?.rw === 'rw' || job?.rw === 'randrw';
  const busy = (of: 'guest' | 'host'): number => (100 * metrics.cpu_us_per_request[of] * metrics.throughput_per_s) / 1e6;
  return {
    jobname: [system, device, workload, ...settings].join(' '),
    groupid,
    error: 0,
    'job options': {
      name: workload, system, device, ...(mixed && { unified_rw_reporting: '1' }),
      ...Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])),
      ...(job !== undefined && {
        rw: job.rw, ...blockSize(writes ? job.writeSizes : job.readSizes),
        iodepth: String(Number(params['workload.iodepth']) || job.iodepth), numjobs: String(jobs.reduce((sum, { numjobs }) => sum + numjobs, 0)),
      }),
    },
    read: writes ? nothing : direction(trial),
    write: writes ? direction(trial) : nothing,
    usr_cpu: busy('guest'),
    sys_cpu: busy('host'),
    ctx: Math.round(metrics.per_request.context_switches * spec.requests * spec.replications),
    cores: ledger.cores,
  };
}

/** As fio's options say it: one size, or shares of several in percent. */
function blockSize(sizes: FioJob['readSizes']): Readonly<Record<string, string>> {
  const [[only]] = sizes;
  return sizes.length === 1 ? { bs: String(only) } : { bssplit: sizes.map(([bytes, share]) => `${bytes}/${100 * share}`).join(':') };
}

function direction({ metrics, spec, latency_distribution: shares }: TrialResult): object {
  const { mean, max } = metrics.latency_us;
  const N = spec.requests * spec.replications;
  const latency = { min: 1000 * (shares[0]?.[1] ?? 0), max: 1000 * max, mean: 1000 * mean, N, percentile: Object.fromEntries(PERCENTILES.map((percent) => [percent.toFixed(6), Math.round(1000 * at(shares, percent / 100))])) };
  return { iops: metrics.throughput_per_s, total_ios: N, runtime: Math.round((1000 * spec.requests) / metrics.throughput_per_s), lat_ns: latency, clat_ns: latency };
}

const none = { min: 0, max: 0, mean: 0, N: 0 };
const nothing = { iops: 0, total_ios: 0, runtime: 0, lat_ns: none, clat_ns: none };

/** The latency at a share, on the line between the two that were written down around it. */
function at(shares: TrialResult['latency_distribution'], share: number): number {
  const above = shares.findIndex(([each]) => each >= share);
  const [to, high] = shares[above < 0 ? shares.length - 1 : above];
  const [from, low] = shares[Math.max(0, above - 1)];
  return to === from ? high : low + ((high - low) * (share - from)) / (to - from);
}
