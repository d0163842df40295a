import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { blockingIdle } from '../../src/hypervisors/idle.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { haltPolling } from '../../src/machine/poll-window.ts';
import { Signal } from '../../src/machine/signal.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('idle');

/** A core with a slice of 100 ms, so that nobody is preempted, whose idle vCPU may halt-poll for 10,000 ps from its second wait on. */
function pollingGuest() {
  const rule = haltPolling({ maxPs: 20_000, startPs: 10_000, grow: 1, shrink: 0 });
  const lab: TinyMachine = new TinyMachine({ slicePs: 1e11, idle: (vcpu) => idle(vcpu) });
  const idle = blockingIdle(() => ({ toWfi: lab.path(0), exit: lab.path(30), block: lab.path(300) }), rule, stretch('halt poll'));
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', function* () {});
  const line = lab.line('irq', 20);
  const wakes = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => void (vcpu.pend(line) && vcpu.wakeUp.raise()));
  // A first wait that is short enough opens the window.
  lab.at(5_000, () => wakes.raise());
  return { lab, core, vcpu, wakes };
}

test('a vCPU that waits for an interrupt polls for it, once its window is open', () => {
  const { lab, core, vcpu, wakes } = pollingGuest();
  lab.at(8_000, () => is(vcpu.place, 'polling'));
  lab.at(9_000, () => wakes.raise());
  lab.run();
  is(lab.log.length, 2);
  is(ledgerOf(core)['300 ps'], 2, 'blocked in the first wait and after the last poll, not between');
});

test('it stops when another thread becomes runnable on its core, though that one does not preempt it', () => {
  const { lab, core, vcpu } = pollingGuest();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'background', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('background');
  }, true);
  const rings = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => bell.raise());
  lab.at(8_000, () => {
    is(vcpu.place, 'polling');
    rings.raise();
  });
  lab.runTo(12_000);
  is(vcpu.place, 'blocked');
  // 50 the interrupt, 30 the wake-up, 300 it blocks, 9 the switch: the rest of its window is not polled.
  equal(lab.log.at(-1), '8389 background');
});

test('what the guest itself spins for goes on, whoever wants the core', () => {
  const lab = new TinyMachine({ slicePs: 1e11 });
  const core = lab.core();
  const never = new Signal(lab.machine);
  const bell = new Signal(lab.machine);
  lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.poll(never, 5_000, stretch('guest spin'));
    yield;
    lab.note(`spun ${thread.timedOut}`);
  });
  lab.thread(core, 'thread', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('thread');
  });
  const rings = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => bell.raise());
  lab.at(1_000, () => rings.raise());
  lab.run();
  is(ledgerOf(core)['guest spin'], 5_000);
  is(lab.log.length, 2, 'the other thread has its turn afterwards');
});

test.run();
