import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { closedLoop, share } from './job-plan.ts';
import { startJobs } from './job.ts';
import { drawServiceTimes } from './service-times.ts';
import type { Workload } from './workload.ts';

const parameters = {
  connections: { kind: 'count', default: 1, min: 1, max: 1024, says: 'connections, each with a window of its own' },
  window: { kind: 'bytes', default: 1_048_576, min: 1, max: 1e9, says: 'sent and not yet acknowledged, at most (TCP window); at least one segment' },
  segment: { kind: 'bytes', default: 65536, min: 1, max: 65536, says: 'bytes that one send() hands to the device at once (TSO; 1448 without)' },
} as const satisfies Parameters;

/** TCP_STREAM of netperf: sends until the window is full, goes on as acknowledgements come. A request is a segment. */
export const stream: Workload = {
  title: 'network bulk send (TCP_STREAM)',
  says: 'sends segments as fast as the window allows; an answer acknowledges device.answer_every of them',
  parameters,
  devices: ['net'],
  draw(draw) {
    const connections = Number(draw.params['workload.connections']);
    const requests = new Requests(connections * share(draw.wanted, connections));
    requests.bytes.fill(Number(draw.params['workload.segment']));
    requests.kinds.fill(1);
    drawServiceTimes(requests, draw);
    return requests;
  },
  start(guest) {
    const connections = Number(guest.params['workload.connections']);
    const depth = Math.max(1, Math.floor(Number(guest.params['workload.window']) / Number(guest.params['workload.segment'])));
    const each = guest.requests.count / connections;
    startJobs(guest, Array.from({ length: connections }, (_, i) => closedLoop(i * each, each, depth, 'streams')));
  },
};
