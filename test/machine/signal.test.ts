import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { Signal } from '../../src/machine/signal.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('signal');

test('many raises are one wake-up', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const ring = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => {
    for (let i = 0; i < 5; i++) bell.raise();
  });
  lab.thread(core, 'a', function* (thread) {
    for (;;) {
      thread.wait(bell);
      yield;
      lab.note('woken');
      bell.clear();
    }
  });
  lab.at(1000, () => ring.raise());
  equal(lab.run(), ['1156 woken']); // 70 idle exit + 50 interrupt + 30 wake + 6 switch
  is(ledgerOf(core)['wake'], 1);
});

test('what is raised while its sleeper is being woken is remembered', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const ring = new Interrupt(lab.machine, core, lab.interruptPaths(50, 50), () => {
    bell.raise();
    bell.raise();
  });
  lab.thread(core, 'a', function* (thread) {
    for (let i = 0; i < 2; i++) {
      thread.wait(bell);
      yield;
      lab.note(`slept: ${thread.slept}`);
    }
  });
  lab.at(1000, () => ring.raise());
  equal(lab.run(), ['1156 slept: true', '1156 slept: false']);
});

test('a raise before the wait is remembered: nobody sleeps, and it is used up', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'a', function* (thread) {
    bell.raise();
    bell.raise();
    thread.wait(bell);
    yield;
    lab.note(`slept: ${thread.slept}`);
    is(bell.raised, false);
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  equal(lab.run(), ['6 slept: false']);
  is(bell.wanted, true);
});

test('a raise ends a poll for nothing', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  const bell = new Signal(lab.machine);
  lab.thread(there, 'poller', function* (thread) {
    thread.poll(bell, Infinity, stretch('user poll'));
    yield;
    lab.note('seen');
    is(thread.timedOut, false);
    is(bell.raised, false);
  });
  lab.thread(here, 'raiser', function* (thread) {
    thread.run(lab.path(100));
    yield;
    is(bell.wanted, false);
    bell.raise();
    yield;
    lab.note('raiser');
  });
  equal(lab.run(), ['106 raiser', '106 seen']);
  equal(ledgerOf(here), { 'switch from idle': 1, '100 ps': 1, 'switch to idle': 1 });
});

test('a notice ends a poll', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'poller', function* (thread) {
    thread.poll(bell, Infinity, stretch('user poll'));
    yield;
    lab.note('seen');
  });
  lab.at(500, () => bell.notice());
  equal(lab.run(), ['500 seen']);
});

test('a notice wakes no sleeper and is not remembered', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  bell.notice();
  is(bell.raised, false);
  lab.thread(core, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  lab.at(500, () => bell.notice());
  equal(lab.run(), []);
  is(bell.raised, false);
});

test('a notice after the poll is over is not remembered', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'poller', function* (thread) {
    thread.poll(bell, 100, stretch('user poll'));
    yield;
    bell.notice();
    thread.run(lab.path(50));
    yield;
    is(bell.raised, false);
    lab.note('poller');
  });
  equal(lab.run(), ['156 poller']);
});

test('a raise just before a poll ends it at once', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'poller', function* (thread) {
    bell.raise();
    thread.poll(bell, 1000, stretch('user poll'));
    yield;
    lab.note(`timed out: ${thread.timedOut}`);
  });
  equal(lab.run(), ['6 timed out: false']);
});

test('a vCPU that sleeps is woken at the price of a vCPU', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  const bell = new Signal(lab.machine);
  lab.vcpu(there, 'vcpu', function* ({ thread }) {
    thread.wait(bell);
    yield;
    lab.note('woken');
  });
  lab.thread(here, 'waker', function* (thread) {
    thread.run(lab.path(1000));
    yield;
    bell.raise();
    yield;
    lab.note('waker');
  });
  equal(lab.run(), [
    '1156 waker', // 6 + 1000 + 150 wake a vCPU on an idle core
    '1754 woken', // + 500 flight + 70 idle exit + 22 reschedule for a vCPU + 6 switch
  ]);
});

test('a wake-up needs a core that pays for it', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const bell = new Signal(lab.machine);
  lab.thread(core, 'sleeper', function* (thread) {
    thread.wait(bell);
    yield;
  });
  lab.at(500, () => bell.raise());
  throws(() => lab.run(), /^nobody runs who could pay for this, at 500 ps$/);
});

test.run();
