import type { Parameters } from '../machine/parameter.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { besideParameters, drawBeside, startBeside } from './beside.ts';
import type { Guest, Workload } from './workload.ts';

const parameters: Parameters = {
  work: { kind: 'duration', default: 100_000, min: 1000, max: 1e9, says: 'computing of one quantum: what it takes on a core that does nothing else' },
  ...besideParameters('the workload of the neighbours; it must drive the device'),
};

/**
 * Fixed work quantum (FWQ, LLNL): the first guest computes the same amount over and over on every vCPU, while its
 * neighbours do I/O. A request is a quantum, and its latency how long that took: work / latency is the CPU left to it.
 */
export const fixedWork: Workload = {
  title: 'fixed work quantum (FWQ)',
  says: 'how much CPU its neighbours leave a guest that computes: the time in which it does a fixed amount of work',
  parameters,
  remark: 'Latency is that of a quantum of computing in the first guest; only its quanta are requests, whatever the neighbours do.',
  devices: ['blk', 'net', 'null', 'console'],
  draw: (draw) => drawBeside(draw, Number(draw.params['topology.vcpus'])),
  start(guest) {
    if (guest.requests.guest > 0) startBeside(guest);
    else {
      guest.vcpus.forEach((vcpu, i) => {
        const task: GuestTask = { process: computing(guest, vcpu, guest.requests.count + i), ready: false };
        vcpu.wake(task);
      });
    }
  },
};

function* computing({ machine: { simulation }, requests, params, finish }: Guest, { thread }: Vcpu, quantum: number): Process {
  const workPs = Math.round(Number(params['workload.work']) * 1000);
  const name = stretch('guest compute');
  for (;;) {
    requests.startPs[quantum] = simulation.now;
    thread.compute(name, workPs);
    yield;
    requests.endPs[quantum] = simulation.now;
    finish(quantum);
  }
}
