import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { closedLoop, share } from './job-plan.ts';
import { startJobs } from './job.ts';
import { drawServiceTimes } from './service-times.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  connections: { kind: 'count', default: 1, min: 1, max: 1024, says: 'connections, each with a window of its own' },
  direction: { kind: 'choice', default: 'send', of: ['send', 'receive', 'both'], says: 'which way the data of each connection goes; both: each way with a window of its own' },
  window: { kind: 'bytes', default: 1_048_576, min: 1, max: 1e9, says: 'sent and not yet acknowledged, at most (TCP window); at least one segment' },
  segment: { kind: 'bytes', default: 65536, min: 1, max: 65536, says: 'bytes that go through the device at once: of one send() (TSO; 1448 without), or of what GRO has merged (device.gro is its limit)' },
} as const satisfies Parameters;

/**
 * TCP_STREAM and TCP_MAERTS of netperf: sends until the window is full and goes on as acknowledgements come, or takes
 * what comes and acknowledges it. A request is a segment: of one received, the acknowledgement that made room for it.
 */
export const stream: Workload = {
  title: 'network bulk transfer (TCP_STREAM, TCP_MAERTS)',
  says: 'segments as fast as the window allows, sent or received; an answer acknowledges device.answer_every of those sent',
  parameters,
  devices: ['net'],
  draw(draw) {
    const { flows, receives } = flowsOf(draw.params);
    const each = share(draw.wanted, flows);
    const requests = new Requests(flows * each);
    requests.kinds.fill(1);
    for (let flow = 0; flow < flows; flow++) {
      const bytes = receives(flow) ? requests.answerBytes : requests.bytes;
      bytes.fill(segmentBytes(draw.params, receives(flow)), flow * each, (flow + 1) * each);
    }
    drawServiceTimes(requests, draw);
    return requests;
  },
  start(guest) {
    const { flows, receives } = flowsOf(guest.params);
    const each = guest.requests.count / flows;
    startJobs(guest, Array.from({ length: flows }, (_, flow) => {
      const copiedBytes = segmentBytes(guest.params, receives(flow));
      const depth = Math.max(1, Math.floor(Number(guest.params['workload.window']) / copiedBytes));
      return receives(flow) ? { ...closedLoop(flow * each, each, depth, 'receives'), copiedBytes } : closedLoop(flow * each, each, depth, 'streams');
    }));
  },
};

/** The one-way flows of data: one for each connection, or two. */
function flowsOf(params: Guest['params']): { readonly flows: number; readonly receives: (flow: number) => boolean } {
  const connections = Number(params['workload.connections']);
  const direction = params['workload.direction'];
  return direction === 'both' ? { flows: 2 * connections, receives: (flow) => flow % 2 === 1 } : { flows: connections, receives: () => direction === 'receive' };
}

/** What a segment holds: of those received no more than GRO merges. */
function segmentBytes(params: Guest['params'], receives: boolean): number {
  const segment = Number(params['workload.segment']);
  return receives ? Math.min(segment, 1448 * Number(params['device.gro'])) : segment;
}
