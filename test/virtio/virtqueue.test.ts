import fc from 'fast-check';
import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { Random } from '../../src/sim/random.ts';
import { splitQueue } from './split-queue.ts';

const test = suite('virtio/virtqueue');
const modes = [['flags', false], ['EVENT_IDX', true]] as const;

/** What both sides do in some order: publishing, taking and giving back, while each asks for notifications or does not. */
const moves = ['add', 'add', 'kick?', 'popAvail', 'popAvail', 'pushUsed', 'pushUsed', 'call?', 'popUsed', 'popUsed', 'kicks off', 'kicks on', 'calls off', 'calls on', 'calls later'] as const;

/** Plays moves on one queue and holds it against plain lists; `pick` chooses among so many. Gives the number of chains that came back. */
function play(size: number, eventIdx: boolean, script: Iterable<(typeof moves)[number]>, pick: (below: number) => number): number {
  const { driver, device } = splitQueue(size, eventIdx);
  const available: { readonly cookie: number; readonly length: number; readonly payload: number }[] = [];
  const serving: { readonly head: number; readonly cookie: number; readonly length: number }[] = [];
  const used: { readonly cookie: number; readonly length: number }[] = [];
  let free = size;
  let cookie = 0;
  let back = 0;
  for (const move of script) {
    switch (move) {
      case 'add': {
        const length = 1 + pick(Math.min(3, size));
        is(driver.hasRoom(length), free >= length);
        if (free < length) break;
        const readable = pick(length + 1);
        driver.add(++cookie, readable, length - readable, 4 * cookie);
        available.push({ cookie, length, payload: 4 * cookie });
        free -= length;
        break;
      }
      case 'popAvail': {
        const [expected] = available.splice(0, 1);
        const head = device.popAvail();
        is(head >= 0, expected !== undefined);
        if (expected === undefined) break;
        is(device.cookieOf(head), expected.cookie);
        is(device.payloadOf(head), expected.payload);
        serving.push({ head, ...expected });
        break;
      }
      case 'pushUsed': {
        if (serving.length === 0) break;
        const [done] = serving.splice(pick(serving.length), 1);
        device.pushUsed(done.head, 0);
        used.push(done);
        break;
      }
      case 'popUsed': {
        const [expected] = used.splice(0, 1);
        is(driver.popUsed(), expected?.cookie ?? -1);
        free += expected?.length ?? 0;
        back += expected === undefined ? 0 : 1;
        break;
      }
      case 'kick?': driver.needsKick(); break;
      case 'call?': device.needsCall(); break;
      case 'kicks off': device.disableKicks(); break;
      case 'kicks on': is(device.enableKicks(), available.length > 0); break;
      case 'calls off': driver.disableCalls(); break;
      case 'calls on': is(driver.enableCalls(), used.length > 0); break;
      case 'calls later': is(driver.enableCallsDelayed(), used.length > (eventIdx ? Math.floor(((available.length + serving.length + used.length) * 3) / 4) : 0)); break;
    }
    is(device.hasAvail, available.length > 0);
  }
  return back;
}

for (const [mode, eventIdx] of modes) {
  test(`${mode}: whatever both sides do in whatever order, every chain is taken once, in order, and comes back once`, () => {
    const size = fc.constantFrom(2, 4, 8, 256);
    fc.assert(
      fc.property(size, fc.array(fc.constantFrom(...moves), { maxLength: 300, size: 'max' }), fc.nat(), (queueSize, script, seed) => {
        const random = new Random(seed, 'choices');
        play(queueSize, eventIdx, script, (below) => random.below(below));
      }),
      { numRuns: 150 },
    );
  });

  test(`${mode}: the same over so many chains that every index passes 2^16`, () => {
    const random = new Random(1, 'moves');
    function* script(): Generator<(typeof moves)[number]> {
      for (let i = 0; i < 900_000; i++) yield moves[random.below(moves.length)];
    }
    const back = play(8, eventIdx, script(), (below) => random.below(below));
    ok(back > 65_536, `${back}`);
  });
}

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
const LENGTH = 13;

for (const [mode, eventIdx] of modes) {
  test(`${mode}: no kick is lost in any order of publishing and testing against taking, enabling and looking once more`, () => {
    const { driver, device } = splitQueue(8, eventIdx);
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
    test(`${mode}, ${asks}: no call is lost in any order of using and testing against taking, enabling and looking once more`, () => {
      const { driver, device } = splitQueue(8, eventIdx);
      driver.enableCalls();
      for (const program of programs) {
        for (let bits = 0; bits < 2 ** LENGTH; bits++) {
          const count = program.reduce((sum, n) => sum + n);
          for (let i = 0; i < count; i++) driver.add(1, 1, 0, 1);
          let called = false;
          let taken = 0;
          let state: 'asleep' | 'draining' | 'asking' = 'asleep';
          const disable = (): void => (asks === 'never disables' ? undefined : driver.disableCalls());
          const producer = steps(producing(program, () => device.pushUsed(device.popAvail(), 0), () => void (called ||= device.needsCall())));
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
