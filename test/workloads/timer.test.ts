import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { guestKernel as g } from '../../src/machine/step.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { pricedSteps, watch } from './watch.ts';

const test = suite('timer');
const timer = (system: string, set: Wish['set'] = {}, device = 'blk') => specimen(system, { device, workload: 'timer', set });

/** The guest's handler of its timer, then the task of the highest priority up to its first instruction. */
const inGuest = [
  g('guest_irq_entry_exit'), g('guest_iar'), g('guest_irq_handler'), g('guest_eoi'), g('sched_wakeup'), g('guest_ctx_switch'), g('syscall_exit'), g('eret_el1_to_el0'),
];

function lateness(system: string): number {
  const late = watch(timer(system), 20).done.slice(2).map(({ startPs, endPs }) => endPs - startPs);
  assert.ok(late.every((ps) => ps === late[0]), late.join(' '));
  return late[0];
}

for (const hypervisor of ['vhe', 'nvhe'] as const) {
  test(`${hypervisor}: on an idle system the lateness is the way from an idle core through a blocked vCPU to the task`, () => {
    const { steps, ps } = pricedSteps(timer(`${hypervisor}/vhost`), hypervisor);
    const expected = ps(
      steps.idleExit, steps.timerIrq.inHost, steps.wakeVcpu.local, steps.contextSwitch, steps.vcpuLoad, steps.fold, steps.flush, steps.enter.kernel, inGuest,
    );
    assert.is(lateness(`${hypervisor}/vhost`), expected);
  });
}

test('static-partition: the timer ends a native WFI, and EL2 hands it on', () => {
  const { steps, ps } = pricedSteps(timer('static-partition/vhost'), 'static-partition');
  assert.is(lateness('static-partition/vhost'), ps(steps.wfiEnd, steps.timerIrq.inGuest, steps.enter.kernel, inGuest));
});

test('bare metal is the lower bound', () => {
  for (const system of ['vhe/vhost', 'static-partition/vhost', 'xen/vhost', 'vhe/passthrough[irq=gicv4]']) assert.ok(lateness(system) > lateness('bare-metal/passthrough'), system);
});

test('expires once in every period, on every vCPU', () => {
  const { done } = watch(timer('vhe/vhost', { 'workload.period': 200_000, 'topology.vcpus': 3 }), 300);
  for (const vcpu of new Set(done.map(({ request }) => request))) {
    const expiries = done.filter(({ request }) => request === vcpu).map(({ startPs }) => startPs);
    assert.is(expiries.length, 100);
    for (let i = 1; i < expiries.length; i++) assert.is(expiries[i] - expiries[i - 1], 2e8);
  }
});

const loads = [
  ['console', 'console', {}], ['fio', 'blk', { 'workload.fio_iodepth': 8 }], ['open-loop', 'null', { 'workload.open_loop_rate': 50_000 }],
  ['producer-consumer', 'null', {}], ['rr', 'net', { 'workload.rr_sessions': 4 }], ['stream', 'net', {}],
] as const;
for (const [beside, device, set] of loads) {
  test(`beside ${beside}: requests are expiries, the load goes on all the time, the timer is later than alone at the worst`, () => {
    const alone = trial(timer('vhe/vhost', { 'workload.period': 100_000 }, device)).metrics;
    const { metrics } = trial(timer('vhe/vhost', { 'workload.period': 100_000, 'workload.beside': beside, ...set }, device));
    assert.ok(Math.abs(metrics.throughput_per_s - 10_000) < 40, String(metrics.throughput_per_s));
    assert.ok(metrics.cpu_us_per_request.total > 2 * alone.cpu_us_per_request.total);
    // A busy vCPU needs no waking, so the mean may fall: the interrupt itself is never sooner.
    const { steps, ps } = pricedSteps(timer('vhe/vhost'), 'vhe');
    assert.ok(metrics.latency_us.p50 >= ps(steps.timerIrq.inGuest, steps.flush, steps.enter.kernel, inGuest) / 1e6 - 1e-9);
  });
}

test('the load beside it is the same for all systems and is begun again when it runs out', () => {
  const hash = (system: string): string => trial(timer(system, { 'workload.beside': 'rr', 'workload.period': 10_000_000 }, 'net')).requests_hash;
  assert.is(hash('vhe/vhost'), hash('static-partition/user-thread'));
});

test('runs at once on a guest that computes or spins', () => {
  const { metrics } = trial(timer('vhe/vhost', { 'workload.beside': 'producer-consumer', 'workload.producer_consumer_produce': 50_000 }, 'null'));
  const { steps, ps } = pricedSteps(timer('vhe/vhost'), 'vhe');
  assert.ok(Math.abs(metrics.latency_us.p50 - ps(steps.timerIrq.inGuest, steps.flush, steps.enter.kernel, inGuest) / 1e6) < 0.02, String(metrics.latency_us.p50));
});

test('a load that cannot drive the device is refused with the reason', () => {
  assert.throws(() => watch(timer('vhe/vhost', { 'workload.beside': 'rr' })), 'workload.beside: rr drives net, not blk');
});

test.run();
