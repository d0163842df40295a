import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { guestKernel as g, guestUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { console } from './console.ts';
import { fio } from './fio.ts';
import { openLoop } from './open-loop.ts';
import { producerConsumer } from './producer-consumer.ts';
import { rr } from './rr.ts';
import { stream } from './stream.ts';
import type { FioJob } from './fio-job.ts';
import type { Guest, Workload } from './workload.ts';

/** What can run beside the timer. */
const loads: Readonly<Record<string, Workload>> = { console, fio, 'open-loop': openLoop, 'producer-consumer': producerConsumer, rr, stream };

/** Their parameters, under names of their own: `rr_sessions` is `sessions` of rr. */
const prefix = (load: string): string => `${load.replace('-', '_')}_`;
const loadParameters: Parameters = Object.fromEntries(
  Object.entries(loads).flatMap(([id, { parameters }]) => Object.entries(parameters).map(([name, parameter]) => [prefix(id) + name, { ...parameter, says: `beside=${id}: ${parameter.says}` }])),
);

const parameters: Parameters = {
  period: { kind: 'duration', default: 1_000_000, min: 10_000, max: 1e9, says: 'from one expiry of the timer to the next' },
  beside: { kind: 'choice', default: 'none', of: ['none', ...Object.keys(loads)], says: 'the workload that keeps the guest busy meanwhile; it must drive the device' },
  ...loadParameters,
};

/** The job that fio runs beside a timer: 4 KiB random reads, `fio_iodepth` of them at once. */
const randread: FioJob = {
  name: 'randread',
  rw: 'randread', readSizes: [[4096, 1]], writeSizes: [[4096, 1]], iodepth: 1, numjobs: 1, rwmixread: 100, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0,
};

/** Requests of the load before it begins again. */
const LOAD_REQUESTS = 4096;

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
    const load = loadOf(params);
    const drawn = load?.draw({ ...draw, wanted: LOAD_REQUESTS, params: loadParams(params), jobs: [randread] }) ?? new Requests(0);
    const vcpus = Number(params['topology.vcpus']);
    const requests = new Requests(drawn.count, vcpus);
    requests.bytes.set(drawn.bytes);
    requests.kinds.set(drawn.kinds);
    requests.offsets.set(drawn.offsets);
    requests.servicePs.set(drawn.servicePs);
    requests.gapPs.set(drawn.gapPs);
    const phases = random('phase');
    for (let i = 0; i < vcpus; i++) requests.gapPs[drawn.count + i] = Math.round(phases.uniform() * periodPs(params));
    return requests;
  },
  start(guest) {
    const load = loadOf(guest.params);
    if (load !== null && !load.devices.includes(guest.device)) {
      throw new Error(`workload.beside: ${String(guest.params['workload.beside'])} drives ${load.devices.join(', ')}, not ${guest.device}`);
    }
    guest.vcpus.forEach((vcpu, i) => {
      const task: GuestTask = { process: cyclic(guest, vcpu, guest.requests.count + i, () => task.process), ready: false };
      vcpu.wake(task);
    });
    load?.start({ ...guest, params: loadParams(guest.params), jobs: [randread], finish: () => {} });
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

function loadOf(params: Readonly<Record<string, ParameterValue>>): Workload | null {
  const beside = String(params['workload.beside']);
  return Object.hasOwn(loads, beside) ? loads[beside] : null;
}

/** The settings of a trial as the load beside the timer knows them. */
function loadParams(params: Readonly<Record<string, ParameterValue>>): Readonly<Record<string, ParameterValue>> {
  const beside = String(params['workload.beside']);
  const names = Object.keys(loads[beside]?.parameters ?? {});
  return { ...params, ...Object.fromEntries(names.map((name) => [`workload.${name}`, params[`workload.${prefix(beside)}${name}`]])) };
}
