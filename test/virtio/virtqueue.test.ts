import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Random } from '../../src/sim/random.ts';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import type { QueueShape, Virtqueue } from '../../src/virtio/build-virtqueue.ts';
import { inspect } from '../../src/virtio/inspect/inspect.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { dumpOf } from './queue-dump.ts';

/** What VIRTIO 1.2 asks of a virtqueue whatever its layout and features: every one of them has to pass all of this. */
const test = suite('virtio/virtqueue: split and packed');

interface Mode extends Pick<QueueShape, 'layout' | 'eventIdx' | 'indirect' | 'inOrder'> {
  readonly title: string;
}

const flags = [false, true] as const;
const modes: readonly Mode[] = (['split', 'packed'] as const).flatMap((layout) =>
  flags.flatMap((eventIdx) => flags.flatMap((indirect) => flags.map((inOrder): Mode => (
    { layout, eventIdx, indirect, inOrder, title: [layout, eventIdx ? 'EVENT_IDX' : 'flags', ...(indirect ? ['INDIRECT_DESC'] : []), ...(inOrder ? ['IN_ORDER'] : [])].join(', ') }
  )))));

const longestChain = 3;
const build = (mode: Mode, size: number): Virtqueue => buildVirtqueue({ name: 'queue', size, longestChain, ...mode }, new NeedsReset());
const sizesOf = ({ layout }: Mode): readonly number[] => (layout === 'split' ? [1, 2, 4, 8, 256] : [1, 2, 3, 5, 7, 8, 100, 256]);

/** What both sides do in some order: publishing, taking and giving back, while each asks for notifications or does not. */
const moves = ['add', 'add', 'kick?', 'popAvail', 'popAvail', 'pushUsed', 'pushUsed', 'publish', 'publish', 'call?', 'popUsed', 'popUsed', 'kicks off', 'kicks on', 'calls off', 'calls on', 'calls later'] as const;
type Move = (typeof moves)[number];

/** One chain on its way. */
interface Flying {
  readonly cookie: number;
  /** Descriptors in all, and of the queue. */
  readonly length: number;
  readonly slots: number;
  readonly readable: number;
  readonly payload: number;
  /** Bytes that the device can write into it. */
  readonly room: number;
  /** The device's number of it, once it was taken. */
  readonly chain: number;
  readonly written: number;
}

/** Plays moves on one queue and holds it against plain lists; `pick` chooses among so many, `look` sees every state. Gives the number of chains that came back. */
function play(mode: Mode, size: number, script: Iterable<Move>, pick: (below: number) => number, look: (queue: Virtqueue, state: State) => void = () => {}): number {
  const queue = build(mode, size);
  const { driver, device } = queue;
  const state: State = { available: [], taken: [], done: [], pushed: [], used: [], slots: { added: 0, taken: 0, used: 0, reaped: 0 } };
  const { available, taken, done, pushed, used, slots } = state;
  let free = size;
  let cookie = 0;
  let back = 0;
  for (const move of script) {
    switch (move) {
      case 'add': {
        const length = 1 + pick(longestChain);
        const needs = mode.indirect && length > 1 ? 1 : length;
        const fits = free >= needs && length <= size;
        is(driver.hasRoom(length), fits, 'room');
        if (!fits) break;
        const readable = pick(length + 1);
        const payload = 4 * ++cookie;
        driver.add(cookie, readable, length - readable, payload);
        const isPayloadWritable = readable <= (length > 1 ? 1 : 0);
        available.push({ cookie, length, slots: needs, readable, payload, room: readable === length ? 0 : 16 * (length - readable) + (isPayloadWritable ? payload - 16 : 0), chain: -1, written: 0 });
        free -= needs;
        slots.added += needs;
        break;
      }
      case 'popAvail': {
        const expected = available.shift();
        const chain = device.popAvail();
        is(chain >= 0, expected !== undefined, 'available');
        if (expected === undefined) break;
        is(device.cookieOf(chain), expected.cookie, 'taken in order');
        is(device.payloadOf(chain), expected.payload, 'payload');
        taken.push({ ...expected, chain });
        slots.taken += expected.slots;
        break;
      }
      case 'pushUsed': {
        if (taken.length === 0) break;
        const [next] = taken.splice(pick(taken.length), 1);
        const written = pick(3) === 0 ? 1e9 : pick(next.room + 1);
        device.pushUsed(next.chain, written);
        done.push({ ...next, written: Math.min(written, next.room) });
        if (!mode.inOrder) pushed.push(...done.splice(0));
        break;
      }
      case 'publish': {
        // Under IN_ORDER those are shown before which nothing is left, and only the last of them says what was written.
        if (mode.inOrder) {
          const waits = Math.min(Infinity, ...taken.map((each) => each.cookie));
          const batch = done.filter((each) => each.cookie < waits).sort((a, b) => a.cookie - b.cookie);
          pushed.push(...batch.map((each, i) => (i + 1 < batch.length ? { ...each, written: each.room } : each)));
          done.splice(0, done.length, ...done.filter((each) => each.cookie > waits));
        }
        slots.used += pushed.reduce((sum, each) => sum + each.slots, 0);
        is(device.publishUsed(), pushed.length, 'published');
        used.push(...pushed.splice(0));
        break;
      }
      case 'popUsed': {
        const expected = used.shift();
        is(driver.popUsed(), expected?.cookie ?? -1, 'used');
        if (expected === undefined) break;
        is(driver.usedBytes, expected.written, 'bytes written');
        free += expected.slots;
        slots.reaped += expected.slots;
        back++;
        break;
      }
      case 'kick?': driver.needsKick(); break;
      case 'call?': device.needsCall(); break;
      case 'kicks off': device.disableKicks(); break;
      case 'kicks on': is(device.enableKicks(), available.length > 0, 'something to take'); break;
      case 'calls off': driver.disableCalls(); break;
      case 'calls on': is(driver.enableCalls(), used.length > 0, 'something to reap'); break;
      case 'calls later': {
        const says = driver.enableCallsDelayed();
        const outstanding = slots.added - slots.reaped;
        const wanted = mode.eventIdx ? Math.floor(((mode.layout === 'packed' ? outstanding : available.length + taken.length + done.length + pushed.length + used.length) * 3) / 4) : 0;
        is(says, (mode.layout === 'packed' ? slots.used - slots.reaped : used.length) > wanted, 'three quarters used');
        break;
      }
    }
    is(device.hasAvail, available.length > 0, 'something available');
    look(queue, state);
  }
  return back;
}

/** Where every chain is. `done`: given back and waiting for their turn; `pushed`: not published yet. */
interface State {
  readonly available: Flying[];
  readonly taken: Flying[];
  readonly done: Flying[];
  readonly pushed: Flying[];
  readonly used: Flying[];
  readonly slots: { added: number; taken: number; used: number; reaped: number };
}

const scripts = fc.array(fc.constantFrom(...moves), { maxLength: 300, size: 'max' });

for (const mode of modes) {
  test(`${mode.title}: whatever both sides do in whatever order, every chain is taken once, in order, and comes back once, with the bytes that were written (2.7.13, 2.7.14, 2.8.21, 2.8.22)`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...sizesOf(mode)), scripts, fc.nat(), (size, script, seed) => {
        const random = new Random(seed, 'choices');
        play(mode, size, script, (below) => random.below(below));
      }),
      { numRuns: 100 },
    );
  });
}

test('any size from 1 to 32768: full, then empty, twice around (2.7, 2.8)', () => {
  for (const mode of modes) {
    for (const size of mode.layout === 'split' ? [1, 2, 1024, 32768] : [1, 2, 3, 1000, 32767, 32768]) {
      const { driver, device } = build(mode, size);
      for (let turn = 0; turn < 2; turn++) {
        for (let i = 0; i < size; i++) driver.add(i, 1, 0, 8);
        is(driver.hasRoom(1), false, `${size} full`);
        const chains = Array.from({ length: size }, () => device.popAvail());
        is(device.popAvail(), -1);
        for (const chain of chains) device.pushUsed(chain, 0);
        is(device.publishUsed(), size);
        equal(Array.from({ length: size }, () => driver.popUsed()).every((cookie, i) => cookie === i), true);
        is(driver.popUsed(), -1);
      }
    }
  }
});

for (const mode of modes.filter(({ indirect }) => !indirect)) {
  test(`${mode.title}: the same over so many chains that every index goes round`, () => {
    const random = new Random(1, 'moves');
    function* script(): Generator<Move> {
      for (let i = 0; i < (mode.layout === 'split' ? 1_200_000 : 200_000); i++) yield moves[random.below(moves.length)];
    }
    const back = play(mode, mode.layout === 'split' ? 8 : 7, script(), (below) => random.below(below));
    ok(back > (mode.layout === 'split' ? 65_536 : 7_000), `${back}`);
  });
}

test('what both halves write is read by the inspection without a violation in any state, and it finds the chains where they are', () => {
  for (const mode of modes) {
    fc.assert(
      fc.property(fc.constantFrom(...sizesOf(mode).filter((size) => size < 100)), fc.array(fc.constantFrom(...moves), { maxLength: 120, size: 'max' }), fc.nat(), (size, script, seed) => {
        const random = new Random(seed, 'choices');
        const ring = (place: number) => ({ index: place % size, wrap: Math.floor(place / size) % 2 === 0 ? (1 as const) : (0 as const) });
        let counts = { taken: 0, reaped: 0 };
        play(mode, size, script, (below) => random.below(below), (queue, state) => {
          const { slots } = state;
          const outstanding = state.available.length + state.taken.length + state.done.length + state.pushed.length;
          if (mode.layout === 'split') {
            const { availIdx, usedIdx } = queue.layout.layout === 'split' ? queue.layout : { availIdx: 0, usedIdx: 0 };
            const { view } = queue.layout.memory;
            counts = { taken: view.getUint16(availIdx, true) - state.available.length, reaped: view.getUint16(usedIdx, true) - state.used.length };
          }
          const at = (index: number) => ({ index: index & 0xffff, wrap: null });
          const held = mode.layout === 'packed'
            ? { lastAvail: ring(slots.taken), used: ring(slots.used), lastUsed: ring(slots.reaped) }
            : { lastAvail: at(counts.taken), lastUsed: at(counts.reaped) };
          const seen = inspect(dumpOf(queue, mode, held));
          const told = JSON.stringify({ mode: mode.title, held, size });
          for (const { violations } of [seen, inspect(dumpOf(queue, mode))]) ok(violations.length === 0, `${told}: ${JSON.stringify(violations)}`);
          is(seen.available, state.available.length, told);
          if (mode.layout === 'split') equal([seen.outstanding, seen.unreaped], [outstanding, state.used.length], told);
        });
      }),
      { numRuns: 25, includeErrorInReport: true },
    );
  }
});
/** Runs two programs in the order that the bits say; then the producer to its end, and the consumer until it sleeps. A step says whether it could be made. */
function interleave(bits: number, length: number, producer: () => boolean, consumer: () => boolean): void {
  for (let i = 0; i < length; i++) ((bits >> i) & 1) === 1 ? producer() : consumer();
  while (producer());
  while (consumer());
}

/** Yields between any two steps; each batch is published entry by entry and tested once. */
function* producing(batches: readonly number[], publish: () => void, notify: () => void): Generator<void, void, void> {
  for (const batch of batches) {
    for (let i = 0; i < batch; i++) {
      publish();
      yield;
    }
    notify();
    yield;
  }
}

const steps = (program: Generator<void, void, void>) => (): boolean => !program.next().done;
const programs: readonly (readonly number[])[] = [[1], [1, 1, 1], [2, 1], [1, 2], [3], [1, 3, 1]];
/** Steps whose order is tried in every way; after them one side goes on alone. */
const LENGTH = 11;

for (const mode of modes.filter(({ indirect }) => !indirect)) {
  test(`${mode.title}: no kick is lost in any order of publishing and testing against taking, enabling and looking once more`, () => {
    const { driver, device } = build(mode, 8);
    device.enableKicks();
    for (const program of programs) {
      for (let bits = 0; bits < 2 ** LENGTH; bits++) {
        let rung = false;
        let taken = 0;
        let state: 'asleep' | 'draining' | 'asking' = 'asleep';
        const producer = steps(producing(program, () => driver.add(1, 1, 0, 1), () => void (rung ||= driver.needsKick())));
        interleave(bits, LENGTH, producer, () => {
          if (state === 'asleep') {
            if (!rung) return false;
            rung = false;
            device.disableKicks();
            state = 'draining';
          } else if (state === 'draining') {
            const head = device.popAvail();
            if (head >= 0) {
              taken++;
              device.pushUsed(head, 0);
              device.publishUsed();
              driver.popUsed();
            } else state = 'asking';
          } else if (device.enableKicks()) {
            device.disableKicks();
            state = 'draining';
          } else state = 'asleep';
          return true;
        });
        is(taken, program.reduce((sum, n) => sum + n), `batches ${program}, order ${bits.toString(2)}`);
      }
    }
  });

  for (const asks of ['enableCalls', 'enableCallsDelayed', 'never disables'] as const) {
    test(`${mode.title}, ${asks}: no call is lost in any order of using and testing against taking, enabling and looking once more`, () => {
      const { driver, device } = build(mode, 8);
      driver.enableCalls();
      for (const program of programs) {
        for (let bits = 0; bits < 2 ** LENGTH; bits++) {
          const count = program.reduce((sum, n) => sum + n);
          for (let i = 0; i < count; i++) driver.add(1, 1, 0, 1);
          let called = false;
          let taken = 0;
          let state: 'asleep' | 'draining' | 'asking' = 'asleep';
          const disable = (): void => (asks === 'never disables' ? undefined : driver.disableCalls());
          const producer = steps(producing(program, () => void (device.pushUsed(device.popAvail(), 0), device.publishUsed()), () => void (called ||= device.needsCall())));
          interleave(bits, LENGTH, producer, () => {
            if (state === 'asleep') {
              if (!called) return false;
              called = false;
              disable();
              state = 'draining';
            } else if (state === 'draining') {
              if (driver.popUsed() >= 0) taken++;
              else state = asks === 'never disables' ? 'asleep' : 'asking';
            } else if (asks === 'enableCalls' ? driver.enableCalls() : driver.enableCallsDelayed()) {
              disable();
              state = 'draining';
            } else state = 'asleep';
            return true;
          });
          is(taken, count, `batches ${program}, order ${bits.toString(2)}`);
        }
      }
    });
  }
}

test.run();
