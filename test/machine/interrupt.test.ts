import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('interrupt');

function lineTo(lab: TinyMachine): Interrupt {
  return new Interrupt(lab.machine, lab.core(), { inGuest: lab.path(55, 'in guest'), inHost: lab.path(50, 'in host') }, () => lab.note('taken'));
}

test('it is pending after its delay, and then taken', () => {
  const lab = new TinyMachine();
  const line = lineTo(lab);
  line.raise(300);
  equal(lab.run(), ['350 taken']);
});

test('what is pending already, or on its way, is coalesced', () => {
  const lab = new TinyMachine();
  const line = lineTo(lab);
  line.raise(300);
  line.raise(10);
  lab.at(320, () => line.raise()); // while it is being taken
  equal(lab.run(), ['350 taken']);
});

test('after it was taken it can be raised again, by its own handler too', () => {
  const lab = new TinyMachine();
  let left = 3;
  const line: Interrupt = new Interrupt(lab.machine, lab.core(), lab.interruptPaths(50, 50), () => {
    lab.note('taken');
    if (--left > 0) line.raise(100);
  });
  line.raise();
  equal(lab.run(), ['50 taken', '270 taken', '490 taken']); // + 100 + 70 idle exit + 50
});

test('a timer that is set again comes at the new time only', () => {
  const lab = new TinyMachine();
  const line = lineTo(lab);
  line.raise(5000);
  lab.at(100, () => line.raiseInstead(200));
  equal(lab.run(), ['350 taken']); // 100 + 200 + 50
  is(lab.now, 350);
});

test('a timer that has fired and is not yet taken is not set back', () => {
  const lab = new TinyMachine();
  const line = lineTo(lab);
  line.raise(100);
  lab.at(120, () => line.raiseInstead(500));
  equal(lab.run(), ['150 taken']);
});

test('a timer that was not set can be set so too', () => {
  const lab = new TinyMachine();
  lineTo(lab).raiseInstead(100);
  equal(lab.run(), ['150 taken']);
});

test('a guest is left for it, once for all that come together, and entered again', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const paths = { inGuest: lab.path(55, 'in guest'), inHost: lab.path(50, 'in host') };
  const lines = ['a', 'b'].map((name) => new Interrupt(lab.machine, core, paths, () => lab.note(name)));
  lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.compute(stretch('guest compute'), 1000);
    yield;
    lab.note('task');
  });
  lab.at(306, () => lines.forEach((line) => line.raise()));
  equal(lab.run(), [
    '361 a', // 55 in guest
    '411 b', // 50: the guest has been left
    '1311 task', // 6 + 100 entry + 1000, and 55 + 50 + 100 entry in between
  ]);
  const { 'in guest': inGuest, 'in host': inHost, 'enter from the kernel': entries } = ledgerOf(core);
  equal([inGuest, inHost, entries], [1, 1, 2]);
});

test.run();
