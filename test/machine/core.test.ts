import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { Errand } from '../../src/machine/errand.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { Signal } from '../../src/machine/signal.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { busyPs, ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('core');
/** In ps: a scheduler may let who runs go on for a while when another is woken. */
const ms = 1e9;
const computing = stretch('host compute');
const polling = stretch('user poll');

test('a core that nobody uses is idle and was never busy', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  lab.at(100, () => lab.note('the end'));
  equal(lab.run(), ['100 the end']);
  is(core.idle, true);
  is(busyPs(core), 0);
});

test('the first thread leaves idle, is switched to, and goes', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  lab.thread(core, 'a', function* (thread) {
    thread.run(lab.path(100));
    yield;
    lab.note('a');
  });
  // 6 switch from idle + 100
  equal(lab.run(), ['106 a']);
  // and 5 back to idle
  is(lab.now, 111);
  equal(ledgerOf(core), { 'switch from idle': 1, '100 ps': 1, 'switch to idle': 1 });
});

test('a path runs whole, then the interrupt is taken', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => lab.note('interrupt'));
  lab.thread(core, 'a', function* (thread) {
    thread.run(lab.path(1000));
    yield;
    lab.note('a');
  });
  lab.at(100, () => interrupt.raise());
  // 6 + 1000 the path + 50 the interrupt
  equal(lab.run(), ['1056 interrupt', '1056 a']);
});

test('a stretch is split by an interrupt, and goes on with what was left of it', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => lab.note('interrupt'));
  lab.thread(core, 'a', function* (thread) {
    thread.compute(computing, 1000);
    yield;
    lab.note('a');
  });
  lab.at(106, () => interrupt.raise());
  // 100 of the stretch, 50 the interrupt, 900 of the stretch
  equal(lab.run(), ['156 interrupt', '1056 a']);
  is(ledgerOf(core)['host compute'], 1000);
});

test('a woken thread preempts on the same core, and whom it preempted goes on when it sleeps', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const ring = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => bell.raise());
  lab.thread(core, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('woken');
    thread.run(lab.path(100));
    yield;
    lab.note('sleeps');
  });
  lab.thread(core, 'a', function* (thread) {
    thread.compute(computing, 5 * ms);
    yield;
    lab.note('a');
  });
  lab.at(4 * ms, () => ring.raise());
  equal(lab.run(), [
    '4000000089 woken', // 50 interrupt + 30 wake + 9 switch
    '4000000189 sleeps', // 100
    '5000000213 a', // 6 + 9 to begin, 5 ms, and 50 + 30 + 9 + 100 + 9 in between
  ]);
  equal(ledgerOf(core), { 'switch from idle': 1, 'switch': 3, '50 ps': 1, 'wake': 1, '100 ps': 1, 'switch to idle': 1, 'host compute': 5 * ms });
});

test('a path is not preempted: whoever is woken goes when it has ended', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const ring = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => bell.raise());
  lab.thread(core, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  lab.thread(core, 'a', function* (thread) {
    thread.run(lab.path(5 * ms));
    yield;
    lab.note('a');
  });
  lab.at(2 * ms, () => ring.raise());
  equal(lab.run(), [
    '5000000104 woken', // 6 + 9 + 5 ms + 50 + 30 + 9
    '5000000113 a', // 9
  ]);
});

test('a wake-up is paid before the waker does anything else', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  const bell = new Signal(lab.machine);
  lab.thread(there, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
  });
  lab.thread(here, 'waker', function* (thread) {
    thread.run(lab.path(100));
    yield;
    bell.raise();
    lab.note('raised');
    thread.run(lab.path(200));
    yield;
    lab.note('waker');
  });
  equal(lab.run(), ['106 raised', '356 waker']); // 50 wake on an idle core + 200
});

test('waking a thread of an idle core costs the waker, a flight, the idle exit, the interrupt and a switch', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  const bell = new Signal(lab.machine);
  lab.thread(there, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  lab.thread(here, 'waker', function* (thread) {
    thread.run(lab.path(100));
    yield;
    bell.raise();
    yield;
    lab.note('waker');
  });
  equal(lab.run(), [
    '156 waker', // 6 + 100 + 50 wake on an idle core
    '752 woken', // + 500 flight + 70 idle exit + 20 reschedule + 6 switch from idle
  ]);
  equal(ledgerOf(there), { 'switch from idle': 2, 'switch to idle': 2, 'idle exit': 1, 'reschedule': 1 });
  equal(ledgerOf(here), { 'switch from idle': 1, '100 ps': 1, 'wake on an idle core': 1, 'switch to idle': 1 });
});

test('waking a thread of a busy core costs a flight, the interrupt and a preemption', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const [here, there] = [lab.core('here'), lab.core('there')];
  const bell = new Signal(lab.machine);
  lab.thread(there, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  lab.thread(there, 'busy', function* (thread) {
    thread.compute(computing, 5 * ms);
    yield;
    lab.note('busy');
  });
  lab.thread(here, 'waker', function* (thread) {
    thread.compute(computing, 4 * ms);
    yield;
    bell.raise();
    yield;
    lab.note('waker');
  });
  equal(lab.run(), [
    '4000000046 waker', // 6 + 4 ms + 40 wake on a busy core
    '4000000575 woken', // 500 flight + 20 reschedule + 9 switch
    '5000000053 busy', // 6 + 9 + 5 ms, and 20 + 9 + 9 in between
  ]);
});

test('threads that want a core at once share it by slices', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  for (const name of ['a', 'b']) {
    lab.thread(core, name, function* (thread) {
      lab.note(`${name} begins`);
      thread.compute(computing, 1500);
      yield;
      lab.note(name);
    });
  }
  equal(lab.run(), [
    '6 a begins',
    '1015 b begins', // 1000 + 9 switch
    '2524 a', // 1000 + 9 switch + 500 left
    '3033 b', // 9 switch + 500 left
  ]);
});

test('a slice that ends within a path ends after it', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  lab.thread(core, 'a', function* (thread) {
    for (let turn = 0; turn < 3; turn++) {
      thread.run(lab.path(700));
      yield;
      lab.note('a');
    }
  });
  lab.thread(core, 'b', function* (thread) {
    thread.run(lab.path(700));
    yield;
    lab.note('b');
  });
  equal(lab.run(), [
    '706 a', // 6 + 700
    '2115 b', // 700 more: 1406 is beyond the slice; 9 switch + 700
    '2124 a', // 9 switch: its second path had ended
    '2824 a',
  ]);
});

test('alone on its core a thread keeps it beyond its slice', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  lab.thread(core, 'a', function* (thread) {
    thread.compute(computing, 5000);
    yield;
    lab.note('a');
  });
  equal(lab.run(), ['5006 a']);
});

test('a background thread waits until nobody else wants the core, and is preempted at once', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const ring = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => bell.raise());
  lab.thread(core, 'background', function* (thread) {
    thread.compute(computing, 300);
    yield;
    lab.note('background');
  }, true);
  lab.thread(core, 'a', function* (thread) {
    thread.compute(computing, 5000);
    yield;
    lab.note('a');
    thread.wait(bell);
    yield;
    thread.run(lab.path(100));
    yield;
    lab.note('a again');
  });
  lab.at(5115, () => ring.raise());
  equal(lab.run(), [
    '5006 a', // 6 + 5000: five slices, and the background thread has none
    '5304 a again', // 9 switch, 100 of the background thread; 50 + 30 + 9 + 100
    '5513 background', // 9 switch + 200 left
  ]);
});

test('two background threads share what is left by slices', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  for (const name of ['a', 'b']) {
    lab.thread(core, name, function* (thread) {
      thread.compute(computing, 1500);
      yield;
      lab.note(name);
    }, true);
  }
  equal(lab.run(), ['2524 a', '3033 b']); // 6 + 1000 + 9 + 1000 + 9 + 500, then 9 + 500
});

test('what is owed is paid by the thread that owes it before it goes on, and not by others', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  lab.thread(here, 'a', function* () {
    here.owe(new Errand(() => lab.path(33), () => lab.note('paid')));
    yield;
    lab.note('a');
  });
  lab.run();
  equal(lab.log, ['39 paid', '39 a']); // 6 + 33
  is(busyPs(there), 0);
});

test('idle time is not busy time, and both together are all the time there was', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => lab.note('interrupt'));
  lab.thread(core, 'a', function* (thread) {
    thread.run(lab.path(89));
    yield;
  });
  lab.at(1000, () => interrupt.raise());
  lab.at(5000, () => interrupt.raise());
  equal(lab.run(), ['1120 interrupt', '5120 interrupt']); // 70 idle exit + 50
  is(busyPs(core), 340); // 6 + 89 + 5, and 120 twice
  is(core.meter.ledger.idlePs, 4780); // 100 to 1000, and 1120 to 5000
});

test('a poll that ends without its signal has timed out; one that ends by it has not', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'a', function* (thread) {
    for (let turn = 0; turn < 2; turn++) {
      thread.poll(bell, 1000, polling);
      yield;
      lab.note(`timed out: ${thread.timedOut}`);
    }
  });
  lab.at(1306, () => bell.raise());
  equal(lab.run(), ['1006 timed out: true', '1306 timed out: false']);
  is(ledgerOf(core)['user poll'], 1300);
});

test('a poll takes interrupts, which do not count as polling', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => lab.note('interrupt'));
  lab.thread(core, 'a', function* (thread) {
    thread.poll(bell, 1000, polling);
    yield;
    lab.note('a');
  });
  lab.at(206, () => interrupt.raise());
  equal(lab.run(), ['256 interrupt', '1056 a']);
  is(ledgerOf(core)['user poll'], 1000);
});

for (const [name, timedOutAt, polled] of [['busy poll', 1324, 1000], ['busy poll at EL2', 1324, 1000], ['user poll', 5324, 5000]] as const) {
  test(`a ${name} that loses its core to another thread ${timedOutAt === 1324 ? 'is over' : 'goes on when it has it back'}`, () => {
    const lab = new TinyMachine({ slicePs: 1000 });
    const core = lab.core();
    lab.thread(core, 'poller', function* (thread) {
      thread.poll(new Signal(lab.machine), 5000, stretch(name));
      yield;
      lab.note(`timed out: ${thread.timedOut}`);
    });
    lab.thread(core, 'b', function* (thread) {
      thread.compute(computing, 300);
      yield;
      lab.note('b');
    });
    equal(lab.run(), ['1315 b', `${timedOutAt} timed out: true`]); // 6 + 1000 + 9 + 300, and 9 switch
    is(ledgerOf(core)[name], polled);
  });
}

test('a busy poll goes on while whoever else wants the core waits for its turn', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  lab.thread(core, 'poller', function* (thread) {
    thread.poll(new Signal(lab.machine), 700, stretch('busy poll'));
    yield;
    lab.note('timed out');
  });
  lab.thread(core, 'b', function* () {
    lab.note('b');
    yield;
  });
  equal(lab.run(), ['706 timed out', '715 b']); // 6 + 700, and 9 switch
});

test('a spin masks interrupts until it ends', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const answer = new Signal(lab.machine);
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => lab.note('interrupt'));
  lab.thread(core, 'a', function* (thread) {
    thread.spin(answer, stretch('EL2 spin'));
    yield;
    lab.note('a');
  });
  lab.at(106, () => interrupt.raise());
  lab.at(906, () => answer.raise());
  equal(lab.run(), ['956 interrupt', '956 a']);
  is(ledgerOf(core)['EL2 spin'], 900);
});

test('a spin keeps its core from whoever is woken, beyond its slice', () => {
  const lab = new TinyMachine({ slicePs: 100 });
  const core = lab.core();
  const answer = new Signal(lab.machine);
  lab.thread(core, 'a', function* (thread) {
    thread.spin(answer, stretch('EL2 spin'));
    yield;
    lab.note('a');
  });
  lab.at(5 * ms, () => lab.thread(core, 'b', function* () {
    lab.note('b');
  }));
  lab.at(7 * ms, () => answer.raise());
  equal(lab.run(), ['7000000009 b', '7000000018 a']); // 9 switch each way
});

test('a guest that sleeps in its own WFI is not busy; its core leaves it on any interrupt', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const interrupt = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => lab.note('interrupt'));
  lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.run(lab.path(200));
    yield;
    lab.note('task');
  });
  lab.at(1000, () => interrupt.raise());
  equal(lab.run(), [
    '306 task', // 6 switch + 100 entry + 200
    '1063 interrupt', // 8 WFI ends + 55 in guest
  ]);
  is(core.meter.doing, 'wfi');
  is(core.meter.ledger.idlePs, 694); // 306 to 1000
  is(busyPs(core), 469); // 306 + 8 + 55 + 100 entry
});

test('a native WFI gives the core to whoever waits when its slice ends', () => {
  const lab = new TinyMachine({ slicePs: 1000 });
  const core = lab.core();
  lab.thread(core, 'b', function* (thread) {
    thread.compute(computing, 1500);
    yield;
    lab.note('b');
  });
  lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.run(lab.path(200));
    yield;
    lab.note('task');
  });
  equal(lab.run(), [
    '1315 task', // 6 + 1000 the slice of b + 9 switch + 100 entry + 200
    '2592 b', // its slice ends at 2015: 8 WFI ends + 60 guest preempted + 9 switch + 500 left of b
  ]);
  is(core.meter.ledger.idlePs, 700); // 1315 to 2015
});

test('a guest is left for a woken thread and entered again after it', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const core = lab.core();
  lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.compute(stretch('guest compute'), 5 * ms);
    yield;
    lab.note('task');
  });
  lab.at(4 * ms, () => lab.thread(core, 'b', function* (thread) {
    lab.note('b begins');
    thread.run(lab.path(50));
    yield;
  }));
  equal(lab.run(), [
    '4000000069 b begins', // 60 preempted + 9
    '5000000334 task', // 6 + 100 entry + 5 ms, and 60 + 9 + 50 + 9 + 100 entry in between
  ]);
});

test('a thread with nothing left to do is a fault, and says when', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const thread = lab.thread(core, 'a', function* () {});
  thread.pop();
  thread.push((function* () {})());
  throws(() => lab.run(), /^thread a has nothing left to do at 6 ps$/);
});

test('busy time is what the ledger says, and busy, idle and unfinished time are all the time there was', () => {
  const anything = fc.record({
    slicePs: fc.constantFrom(50, 300, 10_000),
    work: fc.array(fc.tuple(fc.constantFrom('path', 'compute', 'poll', 'wait', 'wake'), fc.integer({ min: 0, max: 400 })), { maxLength: 12, size: 'max' }),
    threads: fc.integer({ min: 1, max: 4 }),
    interrupts: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 10 }),
    endPs: fc.integer({ min: 1, max: 6000 }),
  });
  fc.assert(fc.property(anything, ({ slicePs, work, threads, interrupts, endPs }) => {
    const lab = new TinyMachine({ slicePs });
    const cores = [lab.core('0'), lab.core('1')];
    const bells = cores.map(() => new Signal(lab.machine));
    const rings = cores.map((core, i) => new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => bells[i].raise()));
    for (let t = 0; t < threads; t++) {
      lab.thread(cores[t % 2], `${t}`, function* (thread) {
        for (const [what, ps] of work) {
          if (what === 'path') thread.run(lab.path(ps));
          else if (what === 'compute') thread.compute(computing, ps);
          else if (what === 'poll') thread.poll(new Signal(lab.machine), ps, polling);
          else if (what === 'wait' && t < 2) thread.wait(bells[t]);
          else bells[ps % 2].raise();
          yield;
        }
      });
    }
    interrupts.forEach((ps, i) => lab.at(ps, () => rings[i % 2].raise()));
    lab.runTo(endPs);
    for (const core of cores) {
      const { meter } = core;
      const rests = meter.doing === 'idle';
      is(busyPs(core) + meter.ledger.idlePs + meter.unfinishedPs, lab.now, core.name);
      is(core.idle, rests);
    }
  }), { numRuns: 300 });
});

test.run();
