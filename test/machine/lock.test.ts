import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Lock } from '../../src/machine/lock.ts';
import { ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('lock');

function newLock(lab: TinyMachine): Lock {
  return new Lock(lab.machine, lab.path(200, 'futex wait'), lab.path(300, 'futex wake'));
}

/** Threads on cores of their own that take the lock, hold it and release it, so many times. */
function contend(lab: TinyMachine, lock: Lock, comeAtPs: readonly number[], holdPs: number, times = 1): void {
  comeAtPs.forEach((atPs, i) => {
    lab.thread(lab.core(`${i}`), `${i}`, function* (thread) {
      for (let turn = 0; turn < times; turn++) {
        thread.run(lab.path(atPs));
        yield;
        const wait = lock.acquire(thread);
        if (wait !== null) {
          thread.call(wait);
          yield;
        }
        thread.run(lab.path(10, 'taken'));
        yield;
        lab.note(`${i} has it`);
        thread.run(lab.path(holdPs));
        yield;
        lab.note(`${i} lets go`);
        const wake = lock.release(thread);
        if (wake === null) continue;
        thread.call(wake);
        yield;
      }
    });
  });
}

test('a free lock costs nothing by itself, to take or to let go', () => {
  const lab = new TinyMachine();
  contend(lab, newLock(lab), [100], 50, 2);
  // 6 + 100 + 10, 50; 100 + 10, 50
  equal(lab.run(), ['116 0 has it', '166 0 lets go', '276 0 has it', '326 0 lets go']);
});

test('who meets an owner sleeps, and is woken by its release', () => {
  const lab = new TinyMachine();
  contend(lab, newLock(lab), [100, 110], 1000);
  equal(lab.run(), [
    '116 0 has it',
    '1116 0 lets go',
    // 300 futex wake + 50 wake on an idle core + 500 flight + 70 idle exit + 20 reschedule + 6 switch + 10 taken
    '2072 1 has it',
    '3072 1 lets go',
  ]);
  equal(ledgerOf(lab.machine.cores[1]!)['futex wait'], 1);
  equal(ledgerOf(lab.machine.cores[1]!)['futex wake'], undefined);
});

test('a release wakes one of those who wait, in the order of their coming', () => {
  const lab = new TinyMachine();
  contend(lab, newLock(lab), [100, 200, 150, 250], 5000);
  const order = lab.run().filter((line) => line.endsWith('has it')).map((line) => line.split(' ')[1]);
  equal(order, ['0', '2', '1', '3']);
  const wakes = lab.machine.cores.map((core) => ledgerOf(core)['wake on an idle core'] ?? 0);
  equal(wakes, [1, 1, 1, 0]);
});

test('who finds it free again on the way to sleep takes it, and pays both', () => {
  const lab = new TinyMachine();
  contend(lab, newLock(lab), [100, 150], 100);
  equal(lab.run(), [
    '116 0 has it',
    '216 0 lets go',
    '366 1 has it', // it came at 156: 200 futex wait, and then it was free: 10
    '466 1 lets go',
  ]);
  // The owner saw somebody on the way and made the call all the same.
  is(ledgerOf(lab.machine.cores[0]!)['futex wake'], 1);
  is(ledgerOf(lab.machine.cores[0]!)['wake on an idle core'], undefined);
});

test('one owner at a time, everybody gets it as often as they want, whenever they come', () => {
  const anything = fc.record({
    comeAtPs: fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 5 }),
    holdPs: fc.integer({ min: 0, max: 2000 }),
    times: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(fc.property(anything, ({ comeAtPs, holdPs, times }) => {
    const lab = new TinyMachine();
    contend(lab, newLock(lab), comeAtPs, holdPs, times);
    const log = lab.run().map((line) => line.split(' ').slice(1).join(' '));
    is(log.length, 2 * times * comeAtPs.length);
    for (let i = 0; i < log.length; i += 2) {
      ok(log[i]?.endsWith('has it'));
      is(log[i + 1], log[i]?.replace('has it', 'lets go'));
    }
  }), { numRuns: 300 });
});

test.run();
