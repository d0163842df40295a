import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { InterruptModeration } from '../../src/machine/interrupt-moderation.ts';
import type { ModerationLimits } from '../../src/machine/interrupt-moderation.ts';
import { trial } from '../../src/experiment/trial.ts';
import { TinyMachine } from './tiny-machine.ts';
import { specimen } from '../specimen.ts';

const test = suite('interrupt moderation');

/** When completions at these times interrupt, in ps, where the driver drains all of them at once `handlingPs` after the interrupt. */
function interrupts(limits: ModerationLimits, completedPs: readonly number[], handlingPs = 0): readonly number[] {
  const lab = new TinyMachine();
  const at: number[] = [];
  const moderation: InterruptModeration = new InterruptModeration(lab.machine.simulation, limits, () => {
    at.push(lab.now);
    lab.at(lab.now + handlingPs, () => moderation.drained());
  });
  for (const ps of completedPs) lab.at(ps, () => moderation.completed());
  lab.run();
  return at;
}

const upTo = (threshold: number): ModerationLimits => ({ longestPs: 1000, threshold });

test('without moderation each completion interrupts', () => {
  equal(interrupts({ longestPs: 0, threshold: 8 }, [10, 20, 30]), [10, 20, 30]);
});

test('a completion waits for others as long as is said, and no longer', () => {
  equal(interrupts(upTo(8), [10]), [1010]);
  equal(interrupts(upTo(8), [10, 500, 900]), [1010]);
  equal(interrupts(upTo(8), [10, 1500]), [1010, 2500]);
});

test('as many as the threshold interrupt at once, and the time begins anew with the next', () => {
  equal(interrupts(upTo(3), [10, 20, 30, 40]), [30, 1040]);
  equal(interrupts(upTo(1), [10, 20]), [10, 20]);
});

test('what the driver has drained meanwhile interrupts no more', () => {
  equal(interrupts(upTo(2), [10, 20, 25], 10), [20]);
});

test('no completion waits longer than is said, and no two waits overlap', () => {
  const some = fc.record({ gaps: fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60, size: 'max' }), threshold: fc.integer({ min: 1, max: 9 }) });
  fc.assert(fc.property(some, ({ gaps, threshold }) => {
    let now = 0;
    const completed = gaps.map((gap) => (now += gap));
    const at = interrupts(upTo(threshold), completed);
    for (const ps of completed) ok(at.some((irq) => irq >= ps && irq <= ps + 1000), `${ps}`);
    is(new Set(at).size <= completed.length, true);
  }));
});

test('it saves interrupts of the host and costs latency, up to its time', () => {
  const at = (set: Readonly<Record<string, number>>, system = 'vhe/vhost') => {
    const { metrics, ledger } = trial(specimen(system, { set: { 'workload.iodepth': 16, 'device.distribution': 'fixed', ...set }, requests: 2000 }));
    return { latencyUs: metrics.latency_us.mean, handled: ledger.steps.filter(({ cost, role }) => cost === 'irq_handler' && role === 'host kernel').reduce((sum, step) => sum + step.visits_per_request, 0) };
  };
  const off = at({});
  const on = at({ 'device.irq_moderation': 50_000, 'device.irq_moderation_threshold': 8 });
  ok(on.handled <= 1.05 / 8, `${on.handled} interrupts a request`);
  ok(off.handled > 3 * on.handled, `${off.handled} without`);
  ok(on.latencyUs > off.latencyUs && on.latencyUs < off.latencyUs + 50, `${off.latencyUs} to ${on.latencyUs} us`);
  for (const polled of ['vhe/sidecore', 'static-partition/sidecore']) equal(at({ 'device.irq_moderation': 50_000 }, polled), at({}, polled), polled);
});

test('the interrupts of a disk that the guest owns are moderated too', () => {
  const per = (set: Readonly<Record<string, number>>) => trial(specimen('bare-metal/passthrough', { set: { 'workload.iodepth': 16, ...set }, requests: 1000 })).metrics.per_request.interrupts;
  const moderated = per({ 'device.irq_moderation': 100_000, 'device.irq_moderation_threshold': 4 });
  ok(moderated <= 0.26 && per({}) > 2 * moderated, `${per({})} to ${moderated}`);
});

test.run();
