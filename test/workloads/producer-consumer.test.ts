import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { guestKernel as g } from '../../src/machine/step.ts';
import type { TrialResult } from '../../src/experiment/results.ts';
import type { Steps } from '../../src/machine/step.ts';
import { specimen } from '../specimen.ts';
import { pricedSteps, watch } from './watch.ts';

const test = suite('producer and consumer');
const spec = (system: string, produceNs: number, workNs: number, set = {}) =>
  specimen(system, { device: 'null', workload: 'producer-consumer', requests: 4000, set: { 'workload.produce': produceNs, 'device.work': workNs, ...set } });

/** Costs of the notification model, in ns, read from the step lists of vhost under KVM. */
function costsOf(hypervisor: 'vhe' | 'nvhe') {
  const { steps, ps } = pricedSteps(spec(`${hypervisor}/vhost`, 0, 0), hypervisor);
  const h = steps.hostKernel;
  const ns = (...lists: readonly Steps[]): number => ps(...lists) / 1000;
  const taken = [g('used_read'), g('desc_free')];
  const put = [g('syscall_entry'), g('desc_write'), g('avail_publish'), g('kick_check'), ...steps.guestTax];
  const fetch = [h('desc_fetch'), h('gpa_translate')];
  const publish = [h('used_write'), h('used_publish'), h('smp_mb'), h('notify_check')];
  return {
    line: ns([h('cacheline_transfer_near')]),
    /** Around the producer's own work, cache lines apart: the last used buffer taken back, the item put into the ring. */
    produce: ns(taken, put),
    taken: ns(taken),
    put: ns(put),
    /** Around the consumer's own. */
    consume: ns(fetch, publish),
    fetch: ns(fetch),
    /** Np: a kick that wakes the worker. */
    kick: ns(steps.exit.kernel, steps.post.toKernel, steps.wake.idleCore, steps.enter.kernel),
    /** Sc: until the worker serves, counted from where the guest goes on. */
    startConsumer: ns([h('ipi_flight')], steps.idleExit, steps.reschedule.inHost, steps.contextSwitch, [h('vhost_work_turn'), h('vq_mutex'), h('notify_disable')]) - ns(steps.enter.kernel),
    /** Nc: a call to a guest that has blocked in WFI. */
    call: ns(steps.call.fromKernel, steps.inject.blocked.send, steps.wakeVcpu.idleCore, steps.call.backToKernel),
    /** Sp: until the producer goes on. */
    startProducer: ns(
      [h('ipi_flight')], steps.idleExit, steps.rescheduleVcpu.inHost, steps.contextSwitch, steps.vcpuLoad, steps.flush, steps.enter.kernel,
      [g('guest_irq_entry_exit'), g('guest_iar'), g('guest_irq_handler'), g('sched_wakeup'), g('guest_eoi'), g('guest_ctx_switch')],
    ),
  };
}

/** What the producer and the consumer of a trial pay for cache lines of the ring per item, in ns: how many move is for the bytes to say. */
function linesOf({ ledger }: TrialResult): readonly [producer: number, consumer: number] {
  const of = (role: string): number => ledger.steps.reduce((sum, step) => sum + (step.cost === 'cacheline_transfer_near' && step.role === role ? 1000 * step.us_per_request : 0), 0);
  return [of('guest kernel'), of('host kernel') + of('host user')];
}

function near(actual: number, expected: number, percent: number, what: string): void {
  assert.ok(Math.abs(actual / expected - 1) < percent / 100, `${what}: ${actual}, by the formula ${expected}`);
}

for (const hypervisor of ['vhe', 'nvhe'] as const) {
  const c = costsOf(hypervisor);

  test(`${hypervisor}/vhost: a fast consumer is woken once for every m items, and that is what each costs`, () => {
    for (const [produceNs, workNs] of [[10_000, 3_000], [10_000, 8_000], [10_000, 9_000], [5_000, 4_400], [4_000, 3_600]]) {
      const result = trial(spec(`${hypervisor}/vhost`, produceNs, workNs));
      const { throughput_per_s, per_request } = result.metrics;
      const [producerLines, consumerLines] = linesOf(result);
      const [wp, wc] = [produceNs + c.produce + producerLines, workNs + c.consume + consumerLines];
      // Buffers are taken back once they are used: while the consumer starts, the producer goes on without that for up to two items.
      const [least, most] = [0, 2 * (c.taken + producerLines)].map((aheadNs) => Math.floor((c.startConsumer + aheadNs) / (wp - wc)) + 1);
      const met = 1 / per_request.kicks;
      const m = met < least ? least : met > most ? most : met;
      near(1e9 / throughput_per_s, wp + c.kick / m, 2, `time per item at ${produceNs}/${workNs}`);
      near(per_request.kicks, 1 / m, 2, `kicks per item at ${produceNs}/${workNs}`);
    }
  });

  test(`${hypervisor}/vhost: a fast producer is woken when three quarters of the ring are free`, () => {
    for (const [produceNs, workNs] of [[3_000, 10_000], [8_000, 10_000], [2_000, 4_000], [500, 2_000]]) {
      const result = trial(spec(`${hypervisor}/vhost`, produceNs, workNs));
      const { throughput_per_s } = result.metrics;
      const [producerLines, consumerLines] = linesOf(result);
      const [wp, wc] = [produceNs + c.produce + producerLines, workNs + c.consume + consumerLines];
      const threshold = Math.floor((3 * 254) / 4);
      const m = Math.floor((c.startProducer + (threshold - 1) * wp) / (wc - wp)) + threshold;
      near(1e9 / throughput_per_s, wc + c.call / m, 2, `time per item at ${produceNs}/${workNs}`);
    }
  });

  test(`${hypervisor}/vhost: an item of an idle system is kicked, waited for and consumed`, () => {
    const { done } = watch(spec(`${hypervisor}/vhost`, 100_000, 5_000), 50);
    const last = done[done.length - 1];
    // Three lines come over: the available index, the entry, the descriptor.
    near((last.endPs - last.startPs) / 1000, c.put + c.kick + c.startConsumer + c.fetch + 3 * c.line + 5_000, 0.001, 'latency of an item');
  });
}

test('a polling consumer is as fast as the slower side', () => {
  const { produce, consume } = costsOf('vhe');
  for (const [produceNs, workNs] of [[10_000, 2_000], [2_000, 10_000]]) {
    const { throughput_per_s, per_request } = trial(spec('vhe/sidecore', produceNs, workNs)).metrics;
    near(1e9 / throughput_per_s, Math.max(produceNs + produce, workNs + consume), 2, `${produceNs}/${workNs}`);
    assert.ok(per_request.kicks < 0.01);
  }
});

test('making the consumer faster can lower throughput', () => {
  const throughput = (workNs: number): number => trial(spec('vhe/vhost', 10_000, workNs)).metrics.throughput_per_s;
  assert.ok(throughput(3_000) < throughput(9_500));
});

test('every item is consumed once and in order, whatever serves it', () => {
  for (const system of ['vhe/user-thread', 'vhe/user-thread[io=vcpu]', 'static-partition/user-thread', 'static-partition/el2', 'xen/vhost', 'bare-metal/passthrough', 'vhe/null']) {
    for (const [produceNs, workNs] of [[1_000, 4_000], [4_000, 1_000]]) {
      const { done } = watch(spec(system, produceNs, workNs, { 'ring.size': 16 }), 300);
      assert.equal(done.map(({ request }) => request), Array.from({ length: 300 }, (_, i) => i), system);
    }
  }
});

test.run();
