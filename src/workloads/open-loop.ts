import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { closedLoop, share } from './job-plan.ts';
import type { JobPlan } from './job-plan.ts';
import { startJobs } from './job.ts';
import { drawServiceTimes } from './service-times.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  rate: { kind: 'number', default: 10_000, min: 0.001, max: 1e9, says: 'requests per second of each guest' },
  arrivals: { kind: 'choice', default: 'poisson', of: ['poisson', 'fixed'], says: 'whether the gaps between arrivals vary' },
  bytes: { kind: 'bytes', default: 4096, min: 1, max: 1_048_576, says: 'length of a request' },
  reads: { kind: 'number', default: 1, min: 0, max: 1, says: 'share of requests that read, the others write; on a network all send' },
  in_flight: { kind: 'count', default: 128, min: 1, max: 32768, says: 'requests given to the device at once by each vCPU; the others wait in the guest' },
} as const satisfies Parameters;

/**
 * Requests that arrive whether or not the last ones are done, with one task on each vCPU that the guest's timer wakes
 * when the next one is due. Latency counts from the arrival, so that waiting in the guest is not left out.
 */
export const openLoop: Workload = {
  title: 'open loop',
  says: 'requests arrive at a rate, at random or evenly; latency counts from the arrival',
  parameters,
  devices: ['blk', 'net', 'null'],
  draw(draw) {
    const { params, random } = draw;
    const tasks = Number(params['topology.vcpus']);
    const gapPs = (1e12 * tasks) / Number(params['workload.rate']);
    const fixed = params['workload.arrivals'] === 'fixed';
    const requests = new Requests(tasks * share(draw.wanted, tasks));
    const gaps = random('arrival');
    const kinds = random('direction');
    requests.bytes.fill(Number(params['workload.bytes']));
    for (let i = 0; i < requests.count; i++) {
      requests.gapPs[i] = Math.round(fixed ? gapPs : gaps.exponential() * gapPs);
      requests.kinds[i] = kinds.uniform() < Number(params['workload.reads']) ? 0 : 1;
    }
    drawServiceTimes(requests, draw);
    return requests;
  },
  start(guest) {
    const tasks = guest.vcpus.length;
    startJobs(guest, guest.vcpus.map((_, i) => arriving(guest, i, tasks)));
  },
};

function arriving(guest: Guest, task: number, tasks: number): JobPlan {
  const { requests, params } = guest;
  const each = requests.count / tasks;
  const loop = closedLoop(task * each, each, Number(params['workload.in_flight']), 'returns');
  // Evenly spaced arrivals of several tasks fall between one another.
  let arrivalPs = params['workload.arrivals'] === 'fixed' ? Math.round((task * 1e12) / Number(params['workload.rate'])) : 0;
  return {
    ...loop,
    next: () => {
      const request = loop.next();
      arrivalPs += requests.gapPs[request];
      return request;
    },
    readyPs: () => arrivalPs,
    startedPs: () => arrivalPs,
  };
}
