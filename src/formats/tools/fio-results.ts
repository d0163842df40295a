import { z } from 'zod';
import { check } from '../check.ts';
import { readJson } from '../json.ts';
import { rounded, type Finding, type Tool } from './tool.ts';

const number = z.number();
const latency = z.looseObject({
  mean: number, N: number,
  percentile: z.record(z.string(), number).optional(),
  bins: z.record(z.string(), number).optional(),
});
const direction = z.looseObject({ iops: number, total_ios: number, lat_ns: latency, clat_ns: latency });
const schema = z.looseObject({
  'fio version': z.string(),
  'global options': z.record(z.string(), z.unknown()).optional(),
  jobs: z.array(z.looseObject({ jobname: z.string(), error: number, 'job options': z.record(z.string(), z.unknown()).default({}), read: direction, write: direction })).min(1),
});

type Job = z.output<typeof schema>['jobs'][number];
type Direction = Job['read'];

/** fio's percentiles and the metrics that they are; both are of what was complete, not of what was submitted. */
const percentiles: Readonly<Record<string, string>> = { '50.000000': 'p50', '90.000000': 'p90', '99.000000': 'p99', '99.900000': 'p999', '99.990000': 'p9999' };

/** fio --output-format=json or json+; what fio says before the JSON is passed over. */
export const fioResults: Tool = {
  title: 'fio json and json+',
  recognises: (text) => /^\{\s*"fio version"/m.test(text),
  read({ text, file, fail }) {
    // With its lines kept, positions are those of the file.
    const start = /^\{\s*"fio version"/m.exec(text)?.index ?? 0;
    const json = text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start);
    const { 'fio version': version, 'global options': globals = {}, jobs } = check(schema, readJson(json, file));
    const lineOf = (word: string): number => text.slice(0, Math.max(0, text.indexOf(JSON.stringify(word)))).split('\n').length;
    const failed = jobs.find(({ error }) => error !== 0);
    if (failed !== undefined) fail(lineOf(failed.jobname), `job ${failed.jobname} ended with error ${failed.error}`);
    const ways = jobs.flatMap(({ read, write }) => [read, write]).filter(({ total_ios }) => total_ios > 0);
    if (ways.length === 0) fail(lineOf('jobs'), 'no job read or wrote anything');
    for (const { clat_ns } of ways) {
      const counted = Object.values(clat_ns.bins ?? {}).reduce((sum, count) => sum + count, 0);
      if (clat_ns.bins !== undefined && counted !== clat_ns.N) fail(lineOf('bins'), `the bins of clat_ns hold ${counted} latencies, and not ${clat_ns.N}`);
    }
    const options = { ...globals, ...jobs[0]['job options'] };
    const load = workloadOf(options, jobs);
    const notes = load.workload === undefined ? [`fio ran rw=${String(options['rw'] ?? 'read')} bs=${String(options['bs'] ?? '4k')}: name a job file that does the same (--workload fio:./job.fio)`] : [];
    return { title: version, findings: findingsOf(ways).map((finding) => ({ ...finding, ...load })), notes: [...notes, 'percentiles are fio\'s completion latencies, the mean is from submission on'] };
  },
};

/** The lab's job file that does the same, and its depth; nothing where only the user can say. */
function workloadOf(options: Readonly<Record<string, unknown>>, jobs: readonly Job[]): Pick<Finding, 'workload' | 'set'> {
  const known: Readonly<Record<string, string>> = { randread: 'fio:randread-4k', randwrite: 'fio:randwrite-4k' };
  const name = known[String(options['rw'])];
  if (name === undefined || options['bssplit'] !== undefined || !/^4k(i?b)?$|^4096$/i.test(String(options['bs'] ?? '4k')) || jobs.length > 1 || Number(options['numjobs'] ?? 1) > 1) return {};
  return { workload: name, set: { 'workload.iodepth': Number(options['iodepth'] ?? 1) } };
}

function findingsOf(ways: readonly Direction[]): readonly Finding[] {
  const iops = ways.reduce((sum, way) => sum + way.iops, 0);
  const count = ways.reduce((sum, { lat_ns }) => sum + lat_ns.N, 0);
  const mean = ways.reduce((sum, { lat_ns }) => sum + lat_ns.mean * lat_ns.N, 0) / count;
  const [only, ...others] = ways;
  const known = others.length > 0 ? [] : Object.entries(only.clat_ns.percentile ?? {}).filter(([share]) => Object.hasOwn(percentiles, share));
  return [
    { id: 'throughput', metric: 'throughput', value: rounded(iops), unit: '1/s' },
    { id: 'latency', metric: 'latency.mean', value: rounded(mean / 1000), unit: 'us' },
    ...known.map(([share, ns]) => ({ id: percentiles[share], metric: `latency.${percentiles[share]}`, value: rounded(ns / 1000), unit: 'us' })),
  ];
}
