import type { Requester } from '../machine/requests.ts';
import { Signal } from '../machine/signal.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { cycle } from './job-plan.ts';
import type { Guest } from './workload.ts';

/**
 * One request after the other through the ring, of which only one way is timed. Out: from the kick until the back end
 * has taken the request. In: from the beginning of the back end's call until the guest's handler begins.
 */
export function* ioLatency(guest: Guest, vcpu: Vcpu, way: 'io_latency_out' | 'io_latency_in'): Process {
  const { machine, requests, watch } = guest;
  const { simulation } = machine;
  const { thread } = vcpu;
  const front = guest.frontOf(vcpu);
  const done = new Signal(machine);
  const requester: Requester = { completed: (request) => (watch?.('completed', request), done.raise(), false) };
  const gapPs = Math.round(Number(guest.params['workload.gap']) * 1000);
  const next = cycle(0, requests.count);
  let receivedPs = -1;
  let calledPs = -1;
  let interruptedPs = -1;
  requests.passage = {
    received: () => (receivedPs = simulation.now),
    served: () => {},
    called: (sincePs) => (calledPs = simulation.now - sincePs),
    interrupted: () => (interruptedPs = simulation.now),
  };
  for (;;) {
    const request = next();
    receivedPs = calledPs = interruptedPs = -1;
    thread.compute(stretch('guest compute'), gapPs);
    yield;
    thread.run(front.submit, requests.bytes[request]);
    yield;
    requests.requesters[request] = requester;
    const kickedPs = simulation.now;
    if (front.publish(request)) {
      thread.call(front.kick(vcpu));
      yield;
    }
    thread.poll(done, Infinity, stretch('guest spin'));
    yield;
    requests.startPs[request] = way === 'io_latency_out' ? kickedPs : calledPs;
    requests.endPs[request] = way === 'io_latency_out' ? receivedPs : interruptedPs;
    if (requests.startPs[request] < 0 || requests.endPs[request] < 0) throw new Error(`workload.operation: ${way} (this back end has no virtqueue that is kicked and calls)`);
    guest.finish(request);
  }
}
