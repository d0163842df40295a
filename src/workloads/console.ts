import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { closedLoop, share } from './job-plan.ts';
import { startJobs } from './job.ts';
import type { Workload } from './workload.ts';

const parameters = {
  bytes: { kind: 'bytes', default: 1024, min: 1, max: 65536, says: 'length of each write()' },
} as const satisfies Parameters;

/** A program that writes to its terminal, one write() after the other. */
export const console: Workload = {
  title: 'console writes',
  says: 'write() of so many bytes to a console, back to back',
  parameters,
  devices: ['console'],
  draw({ wanted, params }) {
    const requests = new Requests(share(wanted, 1));
    requests.bytes.fill(Number(params['workload.bytes']));
    requests.kinds.fill(1);
    return requests;
  },
  start(guest) {
    startJobs(guest, [closedLoop(0, guest.requests.count, 1, 'blocks')]);
  },
};
