import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { RunQueue } from '../../src/machine/run-queue.ts';
import { Thread } from '../../src/machine/thread.ts';
import { TinyMachine } from './tiny-machine.ts';

const test = suite('run queue');
const ms = 1e9;

function newQueue(slicePs = 3 * ms) {
  const lab = new TinyMachine();
  const core = lab.core();
  const { simulation } = lab.machine;
  const queue = new RunQueue(simulation, slicePs);
  return {
    queue,
    thread: (name: string, background = false) => new Thread(name, core, name, background),
    pass: (ps: number) => simulation.tryAdvance(simulation.now + ps),
    /** Gives the core over at once. */
    take(from: Thread | null): Thread | null {
      const next = queue.take(from);
      queue.switched(from, next);
      return next;
    },
  };
}

test('nobody waits in a new queue', () => {
  const { queue } = newQueue();
  is(queue.empty, true);
  is(queue.take(null), null);
});

test('whoever comes to a core that nobody has is to have it', () => {
  const { queue, thread, take } = newQueue();
  const a = thread('a');
  queue.wake(a, null);
  is(queue.preempts, true);
  is(take(null), a);
  is(queue.preempts, false);
  is(queue.empty, true);
});

test('several who come at once go in the order of their coming', () => {
  const { queue, thread, take } = newQueue();
  const threads = ['a', 'b', 'c'].map((name) => thread(name));
  for (const one of threads) queue.wake(one, null);
  equal(threads.map(() => take(null)?.name), ['a', 'b', 'c']);
});

test('a woken thread preempts one that is more than a millisecond ahead of it, and only such a one', () => {
  for (const [ahead, preempts] of [[1 * ms, false], [1 * ms + 1, true]] as const) {
    const { queue, thread, pass, take } = newQueue();
    const [a, b] = [thread('a'), thread('b')];
    for (const one of [b, a]) queue.wake(one, null);
    is(take(null), b);
    b.asleep = true;
    is(take(b), a);
    pass(ahead);
    queue.wake(b, a);
    is(queue.preempts, preempts, `${ahead}`);
  }
});

test('a thread that slept for long comes back three milliseconds behind, not more', () => {
  const { queue, thread, pass, take } = newQueue();
  const [a, b] = [thread('a'), thread('b')];
  queue.wake(b, null);
  take(null);
  queue.wake(a, b);
  b.asleep = true;
  take(b);
  pass(100 * ms);
  queue.wake(b, a);
  is(b.ranPs, a.ranPs - 3 * ms);
});

test('whoever has run least goes first', () => {
  const { queue, thread, pass, take } = newQueue();
  const [a, b, c] = [thread('a'), thread('b'), thread('c')];
  for (const one of [a, b, c]) queue.wake(one, null);
  let last: Thread | null = null;
  for (const ps of [5 * ms, 2 * ms, 3 * ms]) {
    last = take(last);
    pass(ps);
    queue.putBack(last!);
  }
  // c is counted as it is put back: 5, 2 and 3 ms
  equal([take(last), take(null), take(null)].map((next) => next?.name), ['b', 'c', 'a']);
});

test('a background thread waits for everybody, however little it ran, and preempts nobody', () => {
  const { queue, thread, pass, take } = newQueue();
  const [a, b, background] = [thread('a'), thread('b'), thread('background', true)];
  queue.wake(a, null);
  take(null);
  pass(50 * ms);
  queue.wake(background, a);
  is(queue.preempts, false);
  queue.putBack(a);
  queue.wake(b, null);
  equal([take(null), take(null), take(null)].map((next) => next?.name), ['b', 'a', 'background']);
});

test('a background thread is preempted at once', () => {
  const { queue, thread, take } = newQueue();
  const [a, background] = [thread('a'), thread('background', true)];
  queue.wake(background, null);
  is(queue.preempts, false);
  is(take(null), background);
  queue.wake(a, background);
  is(queue.preempts, true);
});

test('a turn is a slice from when the core went over', () => {
  const { queue, thread, pass, take } = newQueue(3 * ms);
  const a = thread('a');
  queue.wake(a, null);
  pass(10 * ms);
  take(null);
  is(queue.sliceLeftPs, 3 * ms);
  pass(1 * ms);
  is(queue.sliceLeftPs, 2 * ms);
  pass(5 * ms);
  is(queue.sliceLeftPs, 0);
});

test('nobody who waits for the end of a turn waits for a background thread', () => {
  const { queue, thread, take } = newQueue();
  const [a, b, background] = [thread('a'), thread('b'), thread('background', true)];
  queue.wake(a, null);
  take(null);
  queue.wake(background, a);
  is(queue.empty, false);
  is(queue.wanted(a), false);
  queue.wake(b, a);
  is(queue.wanted(a), true);
  is(take(a), b);
  is(queue.wanted(a), false);
  is(queue.wanted(background), true);
});

test('threads that always want the core get equal shares of it', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 5 }), fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 20, maxLength: 80, size: 'max' }), (count, turns) => {
    const { queue, thread, pass, take } = newQueue();
    const threads = Array.from({ length: count }, (_, i) => thread(`${i}`));
    for (const one of threads) queue.wake(one, null);
    let last: Thread | null = null;
    for (const turn of turns) {
      last = take(last);
      pass(turn * ms);
      queue.putBack(last!);
    }
    take(last);
    const ran = threads.map(({ ranPs }) => ranPs);
    ok(Math.max(...ran) - Math.min(...ran) <= 10 * ms, ran.join(' '));
  }));
});

test.run();
