import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { Thread } from '../../src/machine/thread.ts';
import type { Process } from '../../src/machine/thread.ts';
import { Vcpu } from '../../src/machine/vcpu.ts';
import type { GuestTask, VirtualInterrupt } from '../../src/machine/vcpu.ts';
import { ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('vCPU');

/** Makes an interrupt pending in a guest that computes, by an interrupt of its core. */
function pendAt(lab: TinyMachine, vcpu: Vcpu, line: VirtualInterrupt, ps: number): void {
  const physical = new Interrupt(lab.machine, vcpu.thread.core, lab.interruptPaths(55, 50), () => void vcpu.pend(line));
  lab.at(ps, () => physical.raise());
}

function computes(lab: TinyMachine, ps: number): (vcpu: Vcpu) => Process {
  return function* ({ thread }) {
    thread.compute(stretch('guest compute'), ps);
    yield;
    lab.note('task');
  };
}

test('its guest is entered before anything of it runs', () => {
  const lab = new TinyMachine();
  const vcpu = lab.vcpu(lab.core(), 'vcpu', computes(lab, 1000));
  is(vcpu.inGuest, false);
  is(vcpu.place, 'exited');
  lab.at(500, () => is(vcpu.place, 'in guest'));
  equal(lab.run(), ['1106 task']); // 6 switch + 100 entry + 1000
});

test('an entry after an exit costs what the weight of the exit says', () => {
  for (const [weight, entry] of [['el2', 80], ['kernel', 100], ['user', 200]] as const) {
    const lab = new TinyMachine();
    const vcpu: Vcpu = lab.vcpu(lab.core(), 'vcpu', function* (vcpu) {
      vcpu.exitTo(weight);
      is(vcpu.loaded, weight !== 'user');
      vcpu.thread.run(lab.path(1000));
      yield;
      vcpu.resumes();
      yield;
      lab.note(`loaded: ${vcpu.loaded}`);
    });
    lab.run();
    equal(lab.log, [`${1106 + entry} loaded: true`]);
    is(vcpu.inGuest, true);
  }
});

test('an entry flushes what is pending, and the next one folds it', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', computes(lab, 3000));
  const physical = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => {});
  pendAt(lab, vcpu, lab.line('irq', 20), 1000);
  for (const ps of [2000, 2500]) lab.at(ps, () => physical.raise());
  lab.run();
  // 100 the first entry; 110 flushes; 101 folds; 100 neither
  equal(lab.log, ['1165 irq begins', '3602 task']); // 106 + 3000 + 3 * 55 + 110 + 20 + 101 + 100
});

test('a handler runs with interrupts masked, and the next interrupt waits for its end', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', computes(lab, 3000));
  const [a, b] = [lab.line('a', 500), lab.line('b', 20)];
  pendAt(lab, vcpu, a, 1000);
  pendAt(lab, vcpu, b, 1200);
  lab.at(1300, () => is(vcpu.masked, true));
  equal(lab.run(), [
    '1165 a begins', // 55 + 110 entry with flush
    '1831 b begins', // a path of 500, then 55 + 111 entry with flush and fold
    '3957 task', // 106 + 3000 + 2 * 55 + 110 + 111 + 500 + 20
  ]);
  // As long as no interrupt could be taken: 500 and the exit within it, then 20.
  equal(vcpu.maskedPs, [666, 20]);
});

test('a handler that takes interrupts again is interrupted', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', computes(lab, 3000));
  const softirq: VirtualInterrupt = {
    name: 'softirq',
    *handler(vcpu) {
      vcpu.thread.run(lab.path(30));
      yield;
      vcpu.unmask();
      vcpu.thread.compute(stretch('guest compute'), 1000);
      yield;
      lab.note('softirq done');
    },
  };
  pendAt(lab, vcpu, softirq, 1000);
  pendAt(lab, vcpu, lab.line('b', 20), 1295);
  equal(lab.run(), [
    '1461 b begins', // 1295 + 55 + 111 entry with flush and fold
    '2381 softirq done', // 1195 + 1000 + 55 + 111 + 20
    '4487 task', // 1000 of 3000 were left at 1000, less 106: 2381 + 2106
  ]);
  equal(vcpu.maskedPs, [30, 20]);
});

test('interrupts that are pending together are handled in their order after one entry', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', computes(lab, 3000));
  const lines = ['a', 'b', 'c'].map((name) => lab.line(name, 20));
  const physical = new Interrupt(lab.machine, core, lab.interruptPaths(55, 50), () => {
    equal(lines.map((line) => vcpu.pend(line)), [true, true, true]);
    equal(lines.map((line) => vcpu.pend(line)), [false, false, false]);
  });
  lab.at(1000, () => physical.raise());
  equal(lab.run(), ['1165 a begins', '1185 b begins', '1205 c begins', '3331 task']);
});

test('a pending interrupt is not seen before the guest is entered', () => {
  const lab = new TinyMachine();
  const vcpu = lab.vcpu(lab.core(), 'vcpu', computes(lab, 3000));
  lab.at(1000, () => vcpu.pend(lab.line('irq', 20)));
  equal(lab.run()[0], '3106 task');
  is(vcpu.hasPending, true);
  is(vcpu.hasWork, false);
});

test('an interrupt that hardware delivers is seen at once, without an exit', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', computes(lab, 3000));
  const line = lab.line('irq', 20);
  lab.at(1000, () => vcpu.pendVisible(line));
  equal(lab.run(), ['1000 irq begins', '3126 task']);
  is(ledgerOf(core)['enter from the kernel'], 1);
});

test('hardware cannot deliver to a guest that has been left: the entry shows it', () => {
  const lab = new TinyMachine();
  const vcpu: Vcpu = lab.vcpu(lab.core(), 'vcpu', function* (vcpu) {
    vcpu.exitTo('kernel');
    vcpu.thread.run(lab.path(2000));
    yield;
    vcpu.resumes();
  });
  lab.at(1000, () => vcpu.pendVisible(lab.line('irq', 20)));
  equal(lab.run(), ['2216 irq begins']); // 106 + 2000 + 110 entry with flush
});

test('tasks run in the order of their wake-ups, each to its wait, and a ready one is not woken twice', () => {
  const lab = new TinyMachine();
  const vcpu = lab.vcpu(lab.core(), 'vcpu', function* ({ thread }) {
    thread.run(lab.path(100));
    yield;
  });
  const task = (name: string): GuestTask => ({
    ready: false,
    process: (function* (): Process {
      for (;;) {
        vcpu.thread.run(lab.path(50));
        yield;
        lab.note(name);
        vcpu.thread.leave();
        yield;
      }
    })(),
  });
  const [a, b] = [task('a'), task('b')];
  equal([vcpu.wake(a), vcpu.wake(b), vcpu.wake(a)], [true, true, false]);
  const again: VirtualInterrupt = {
    name: 'again',
    *handler(vcpu) {
      is(vcpu.wake(a), true);
    },
  };
  pendAt(lab, vcpu, again, 1000);
  equal(lab.run(), [
    '256 a', // 6 + 100 entry + 100 + 50
    '306 b',
    '1223 a', // 8 WFI ends + 55 + 110 entry with flush + 50
  ]);
});

test('an interrupt that wakes a task just before the guest idles keeps it from idling', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.run(lab.path(894));
    yield;
  });
  const task: GuestTask = {
    ready: false,
    process: (function* () {
      lab.note('task');
    })(),
  };
  pendAt(lab, vcpu, {
    name: 'irq',
    *handler(vcpu) {
      vcpu.wake(task);
    },
  }, 999);
  equal(lab.run(), ['1165 task']); // 1000 + 55 + 110
  is(ledgerOf(core)['WFI ends'], undefined);
});

test('who waits for an answer with its core can take no interrupt for as long', () => {
  const lab = new TinyMachine();
  const vcpu = new Vcpu('vcpu', new Thread('vcpu', lab.core(), 'vcpu'));
  lab.at(700, () => {
    vcpu.couldNotTakeInterrupts(300);
    vcpu.masked = true;
    vcpu.couldNotTakeInterrupts(300);
  });
  lab.run();
  equal(vcpu.maskedPs, [400]);
});

test('a task of another vCPU is made known to it by its reschedule', () => {
  const lab = new TinyMachine();
  const [here, there] = [lab.core('here'), lab.core('there')];
  const task = (): GuestTask => ({ ready: false, process: (function* () {})() });
  let asked = 0;
  const other = lab.vcpu(there, 'other', function* () {
    const before = asked;
    is(other.wake(task()), true);
    is(asked, before, 'it knows of its own task');
  });
  other.reschedule = { raise: () => void asked++ };
  lab.vcpu(here, 'one', function* () {
    other.wake(task());
    is(asked, 1);
  });
  lab.run();
  is(asked, 1);
});

test.run();
