import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import type { Random } from '../sim/random.ts';
import { closedLoop, cycle, share } from './job-plan.ts';
import type { JobPlan } from './job-plan.ts';
import { startJobs } from './job.ts';
import { drawServiceTimes } from './service-times.ts';
import type { FioJob } from './fio-job.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  iodepth: { kind: 'count', default: 0, min: 0, max: 32768, says: 'requests in flight of each process; 0 is what the job file says' },
} as const satisfies Parameters;

/** Bytes of the disk that the jobs share, each with a part of its own: so many that two random places hardly ever follow one another. */
const DISK_BYTES = 1_099_511_627_776;

/** The jobs of a fio file: closed loops with a depth, a mix, sizes, pauses and rates. */
export const fio: Workload = {
  title: 'fio job file',
  says: 'closed loops as a fio job file says: rw, bs, bssplit, iodepth, numjobs, rwmixread, rate_iops, thinktime, fsync, runtime, number_ios',
  parameters,
  devices: ['blk', 'null'],
  draw(draw) {
    const processes = processesOf(draw.jobs);
    const each = share(draw.wanted, processes.length);
    const requests = new Requests(each * processes.length);
    const kinds = draw.random('direction');
    const sizes = draw.random('size');
    const places = draw.random('place');
    const part = Math.floor(DISK_BYTES / processes.length);
    processes.forEach((job, process) => {
      let writes = 0;
      const place = placing(job, part, places);
      for (let i = 0; i < each; i++) {
        const index = process * each + i;
        const write = isWrite(job, kinds);
        const bytes = pick(write ? job.writeSizes : job.readSizes, sizes);
        const flush = job.fsync > 0 && writes >= job.fsync;
        writes = flush ? 0 : writes + (write ? 1 : 0);
        requests.kinds[index] = flush ? 2 : write ? 1 : 0;
        requests.bytes[index] = flush ? 0 : bytes;
        requests.offsets[index] = flush ? endOf(requests, index - 1) : process * part + place(write, bytes);
      }
    });
    drawServiceTimes(requests, draw, (i) => i % each > 0 && requests.kinds[i] !== 2 && requests.offsets[i] === endOf(requests, i - 1));
    return requests;
  },
  start(guest) {
    const processes = processesOf(guest.jobs);
    const each = guest.requests.count / processes.length;
    startJobs(guest, processes.map((job, i) => planOf(guest, job, i * each, each)));
  },
};

function planOf(guest: Guest, job: FioJob, first: number, count: number): JobPlan {
  const asked = Number(guest.params['workload.iodepth']);
  const intervalPs = job.rateIops > 0 ? Math.round(1e12 / job.rateIops) : 0;
  const thinkPs = Math.round(job.thinktimeNs * 1000);
  const untilPs = job.runtimeNs > 0 ? Math.round(job.runtimeNs * 1000) : Infinity;
  const { simulation } = guest.machine;
  const depth = asked > 0 ? asked : job.iodepth;
  const more = cycle(first, count);
  let left = job.numberIos > 0 ? job.numberIos : Infinity;
  let started = 0;
  let resumePs = 0;
  return {
    ...closedLoop(first, count, depth, depth > 1 ? 'returns' : 'blocks'),
    next: () => (left-- > 0 && simulation.now < untilPs ? more() : -1),
    readyPs: () => Math.max(resumePs, started * intervalPs),
    startedPs: (_request, now) => {
      started++;
      return now;
    },
    alone: (request) => guest.requests.kinds[request] === 2,
    done: () => {
      if (thinkPs > 0) resumePs = simulation.now + thinkPs;
    },
  };
}

function processesOf(jobs: readonly FioJob[]): readonly FioJob[] {
  return jobs.flatMap((job) => Array.from({ length: job.numjobs }, () => job));
}

function isWrite(job: FioJob, random: Random): boolean {
  if (job.rw === 'rw' || job.rw === 'randrw') return random.uniform() * 100 >= job.rwmixread;
  return job.rw === 'write' || job.rw === 'randwrite';
}

/** Where in its part of the disk each request of a process goes; as in fio, reads and writes each go on where the last of their kind ended. */
function placing({ rw, perPlace = 1, holeBytes = 0 }: FioJob, part: number, random: Random): (write: boolean, bytes: number) => number {
  const anywhere = (bytes: number): number => Math.floor(random.uniform() * Math.floor(part / bytes)) * bytes;
  const goesOn = { read: 0, write: 0 };
  let left = 0;
  return (write, bytes) => {
    const kind = write ? 'write' : 'read';
    const fits = goesOn[kind] >= 0 && goesOn[kind] + bytes <= part;
    let at = goesOn[kind];
    if (rw.startsWith('rand')) {
      if (left === 0 || !fits) at = anywhere(bytes);
      left = (left === 0 ? perPlace : left) - 1;
    } else if (!fits) at = holeBytes < 0 ? part - bytes : 0;
    goesOn[kind] = at + bytes + holeBytes;
    return at;
  };
}

/** Where a request ends; a flush ends where it begins. */
function endOf({ offsets, bytes }: Requests, request: number): number {
  return offsets[request] + bytes[request];
}

function pick(sizes: readonly (readonly [bytes: number, weight: number])[], random: Random): number {
  if (sizes.length === 1) return sizes[0][0];
  let left = random.uniform();
  for (const [bytes, weight] of sizes) {
    left -= weight;
    if (left < 0) return bytes;
  }
  return sizes[sizes.length - 1][0];
}
