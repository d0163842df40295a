import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import { guestKernel as g, guestUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { besideParameters, drawBeside, startBeside } from './beside.ts';
import type { Guest, Workload } from './workload.ts';

const parameters: Parameters = {
  period: { kind: 'duration', default: 1_000_000, min: 10_000, max: 1e9, says: 'from one expiry of the timer to the next' },
  ...besideParameters('the workload that keeps the guest busy meanwhile; it must drive the device'),
};

/**
 * cyclictest: on every vCPU a task of the highest priority sleeps until each expiry of a periodic timer, as on a
 * preemptible guest kernel. Latency is how late it runs; a request is an expiry, whatever the load beside it does.
 */
export const timer: Workload = {
  title: 'periodic timer (cyclictest)',
  says: 'how late a task of the highest priority runs after its timer, alone or beside another workload',
  parameters,
  devices: ['console', 'blk', 'net', 'null'],
  draw(draw) {
    const { params, random } = draw;
    const vcpus = Number(params['topology.vcpus']);
    const requests = drawBeside(draw, vcpus);
    const phases = random('phase');
    for (let i = 0; i < vcpus; i++) requests.gapPs[requests.count + i] = Math.round(phases.uniform() * periodPs(params));
    return requests;
  },
  start(guest) {
    guest.vcpus.forEach((vcpu, i) => {
      const task: GuestTask = { process: cyclic(guest, vcpu, guest.requests.count + i, () => task.process), ready: false };
      vcpu.wake(task);
    });
    startBeside(guest);
  },
};

function* cyclic(guest: Guest, vcpu: Vcpu, expiry: number, wake: () => Process): Process {
  const { machine: { simulation, tariff }, requests, params } = guest;
  const { thread } = vcpu;
  const timerOfVcpu = guest.timerOf(vcpu);
  const period = periodPs(params);
  const sleep = tariff.path('timer task sleeps', [u('svc_el0_to_el1'), g('syscall_entry'), g('guest_ctx_switch')]);
  const awake = tariff.path('timer task runs', [g('sched_wakeup'), g('guest_ctx_switch'), g('syscall_exit'), g('eret_el1_to_el0')]);
  let expiresPs = requests.gapPs[expiry] + period;
  for (;;) {
    thread.run(sleep);
    yield;
    timerOfVcpu.at(expiresPs, wake);
    thread.leave();
    yield;
    thread.run(awake);
    yield;
    requests.startPs[expiry] = expiresPs;
    requests.endPs[expiry] = simulation.now;
    guest.finish(expiry);
    // Expiries that have passed meanwhile are overruns, and are not waited for.
    while (expiresPs <= simulation.now) expiresPs += period;
  }
}

function periodPs(params: Readonly<Record<string, ParameterValue>>): number {
  return Math.round(Number(params['workload.period']) * 1000);
}
