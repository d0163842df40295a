import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { criticalRings, idleLatency, pollingTimePerItem, steadyState } from '../../src/experiment/bounds.ts';
import type { Notified, Regime } from '../../src/experiment/bounds.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';

const test = suite('bounds');

const published: Notified = { produce: 2240, consume: 2002, kick: 1122, call: 981, startProducer: 34_000, startConsumer: 409, ring: 512, kickAfter: 1, callAfter: 384 };

test('a fast consumer is woken for every m items: Wp 2240 of the published sweep', () => {
  // m = floor(409 / 238) + 1 = 2, T = 2240 + 1122 / 2
  assert.equal(steadyState(published), { regime: 'fast consumer', timePerItem: 2801, kicksPerItem: 0.5, callsPerItem: 0 });
});

test('a fast producer is woken when enough of the ring is free', () => {
  // m = floor((34,000 + 383 x 220) / 1,780) + 384 = 450
  const { regime, timePerItem, callsPerItem } = steadyState({ ...published, produce: 220, consume: 2000, call: 562 });
  assert.is(regime, 'fast producer');
  assert.is(timePerItem, 2000 + 562 / 450);
  assert.is(callsPerItem, 1 / 450);
});

test('the rings from which on a start is hidden divide the regimes', () => {
  for (const model of [{ ...published, startConsumer: 20_000 }, { ...published, produce: 1500, startProducer: 60_000 }]) {
    const { consumer, producer } = criticalRings(model);
    const at = (ring: number): Regime => steadyState({ ...model, ring, callAfter: Math.min(ring - 1, model.callAfter) }).regime;
    assert.not.match(at(Math.max(consumer, producer) + 1), 'slow to start');
    if (model.consume < model.produce) assert.match(at(consumer - 1), 'slow to start');
  }
});

test('an idle system shows the start, a polling one neither that nor the kick', () => {
  assert.equal(idleLatency(published), { notified: 2240 + 1122 + 409 + 2002, polled: 4242 });
  assert.is(pollingTimePerItem(published), 2240);
});

/** Descriptors of a virtqueue, and the model of it: an item takes one, and the driver asks for a call after three quarters of what is out. */
const modelOf = (size: number, model: Omit<Notified, 'ring' | 'kickAfter' | 'callAfter'>): Notified =>
  ({ ...model, ring: size, kickAfter: 1, callAfter: Math.floor((3 * size) / 4) + 1 });

/** The workload on a machine in which nothing but the notifications has a price. */
function simulated(size: number, { produce, consume, kick, call, startProducer, startConsumer }: Notified) {
  const { throughput_per_s, per_request } = trial(specimen('vhe/vhost', {
    device: 'null', workload: 'producer-consumer', profile: 'notification-x86', requests: Math.max(4000, 160 * size),
    set: {
      'ring.size': size, 'workload.produce': produce, 'device.work': consume,
      'costs.vhost_work_queue': kick, 'costs.vhost_work_turn': startConsumer, 'costs.irqfd_inject': call, 'costs.guest_irq_handler': startProducer,
    },
  })).metrics;
  return { timePerItem: 1e9 / throughput_per_s, kicksPerItem: per_request.kicks, callsPerItem: per_request.interrupts };
}

/** Whether a change of 2 % in one number moves the answer by 3 %: the formulas leave out what happens beside a step. */
function besideStep(model: Notified): boolean {
  const { regime, timePerItem } = steadyState(model);
  return (['produce', 'consume', 'startProducer', 'startConsumer'] as const).some((name) => [0.98, 1.02].some((factor) => {
    const other = steadyState({ ...model, [name]: model[name] * factor });
    return other.regime !== regime || Math.abs(other.timePerItem / timePerItem - 1) > 0.03;
  }));
}

/** Numbers in ns that are likely to lie in a regime. */
const likely: Readonly<Record<Exclude<Regime, 'even'>, { readonly produce: [number, number]; readonly consume: [number, number]; readonly startProducer: [number, number]; readonly startConsumer: [number, number] }>> = {
  'fast consumer': { produce: [500, 20_000], consume: [100, 19_000], startProducer: [100, 50_000], startConsumer: [100, 50_000] },
  'fast producer': { produce: [100, 19_000], consume: [500, 20_000], startProducer: [100, 50_000], startConsumer: [100, 50_000] },
  'fast consumer, slow to start': { produce: [300, 1500], consume: [100, 1400], startProducer: [100, 2000], startConsumer: [20_000, 300_000] },
  'fast producer, slow to start': { produce: [100, 1400], consume: [300, 1500], startProducer: [5000, 100_000], startConsumer: [100, 5000] },
  'both slow to start': { produce: [100, 1000], consume: [100, 1000], startProducer: [20_000, 300_000], startConsumer: [50_000, 300_000] },
};

for (const [regime, ranges] of Object.entries(likely)) {
  test(`the workload meets the formula: ${regime}`, () => {
    let met = 0;
    const within = ([least, most]: readonly [number, number]) => fc.integer({ min: least, max: most });
    const numbers = fc.record({
      produce: within(ranges.produce), consume: within(ranges.consume), startProducer: within(ranges.startProducer), startConsumer: within(ranges.startConsumer),
      kick: within([50, 5000]), call: within([50, 5000]), size: fc.constantFrom(16, 32, 128),
    });
    fc.assert(fc.property(numbers, ({ size, ...rest }) => {
      const model = modelOf(size, rest);
      // A call that takes long beside the start that follows it is overlapped by the other side, which the model does not count.
      fc.pre(rest.call <= rest.startProducer / 4 && steadyState(model).regime === regime && !besideStep(model));
      const [seen, said] = [simulated(size, model), steadyState(model)];
      met++;
      assert.ok(Math.abs(seen.timePerItem / said.timePerItem - 1) < 0.015, `${JSON.stringify(model)}: ${seen.timePerItem}, by the formula ${said.timePerItem}`);
      assert.ok(Math.abs(seen.kicksPerItem - said.kicksPerItem) < 0.03 * said.kicksPerItem + 0.001, `kicks ${seen.kicksPerItem}, by the formula ${said.kicksPerItem}`);
      assert.ok(Math.abs(seen.callsPerItem - said.callsPerItem) < 0.03 * said.callsPerItem + 0.001, `calls ${seen.callsPerItem}, by the formula ${said.callsPerItem}`);
    }), { numRuns: 20, seed: 1, maxSkipsPerRun: 1000 });
    assert.ok(met >= 20);
  });
}

test.run();
