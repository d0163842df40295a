import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { closedLoop, share } from './job-plan.ts';
import { startJobs } from './job.ts';
import type { Workload } from './workload.ts';

const parameters = {
  sessions: { kind: 'count', default: 1, min: 1, max: 1024, says: 'connections, each with one request under way' },
  request: { kind: 'bytes', default: 1, min: 1, max: 65536, says: 'length of a request' },
  response: { kind: 'bytes', default: 1, min: 1, max: 65536, says: 'length of a response' },
} as const satisfies Parameters;

/** TCP_RR of netperf: each session sends, waits for the answer in recv(), and sends again. */
export const rr: Workload = {
  title: 'network request/response (TCP_RR)',
  says: 'each session sends a request and waits for its response, back to back',
  parameters,
  devices: ['net'],
  draw({ wanted, params }) {
    const sessions = Number(params['workload.sessions']);
    const requests = new Requests(sessions * share(wanted, sessions));
    requests.bytes.fill(Number(params['workload.request']));
    requests.kinds.fill(1);
    requests.answerBytes.fill(Number(params['workload.response']));
    return requests;
  },
  start(guest) {
    const sessions = Number(guest.params['workload.sessions']);
    const copiedBytes = Number(guest.params['workload.response']);
    const each = guest.requests.count / sessions;
    startJobs(guest, Array.from({ length: sessions }, (_, i) => ({ ...closedLoop(i * each, each, 1, 'returns'), copiedBytes })));
  },
};
