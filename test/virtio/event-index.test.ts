import fc from 'fast-check';
import { suite } from 'uvu';
import { is } from 'uvu/assert';
import { eventIsDue } from '../../src/virtio/event-index.ts';

const test = suite('virtio/event-index');

/** The standard's rule entry by entry: one whose index was `event` when it was written asks for a notification. */
function oneIsAskedFor(event: number, now: number, old: number): boolean {
  for (let index = old; index !== now; index = (index + 1) & 0xffff) if (index === event) return true;
  return false;
}

test('examples of VIRTIO 1.2 sections 2.7.7.2 and 2.7.10.1: due when the entry at the event index was written since the last test', () => {
  const examples: readonly (readonly [event: number, now: number, old: number, due: boolean])[] = [
    [5, 6, 5, true], [5, 7, 6, false], [9, 8, 5, false], [65535, 0, 65535, true], [65533, 2, 65530, true],
    [0, 1, 0, true], [0, 0, 65535, false], [1, 0, 65535, false], [65534, 0, 65535, false],
  ];
  for (const [event, now, old, due] of examples) is(eventIsDue(event, now, old), due, `event ${event}, ${old} to ${now}`);
});

test('sections 2.7.7.2 and 2.7.10.1: entry by entry, for every event and every step up to 40 around the wrap', () => {
  for (let old = -45; old < 5; old++) {
    for (let written = 0; written <= 40; written++) {
      for (let event = old - 3; event <= old + written + 3; event++) {
        const [e, n, o] = [event & 0xffff, (old + written) & 0xffff, old & 0xffff];
        is(eventIsDue(e, n, o), oneIsAskedFor(e, n, o), `event ${e}, ${o} to ${n}`);
      }
    }
  }
});

const index = fc.integer({ min: 0, max: 0xffff });

test('sections 2.7.7.2 and 2.7.10.1: entry by entry, anywhere in 2^16', () => {
  fc.assert(fc.property(index, index, index, (event, now, old) => is(eventIsDue(event, now, old), oneIsAskedFor(event, now, old))), { numRuns: 2000 });
});

test('nothing is due where nothing was written', () => {
  fc.assert(fc.property(index, index, (event, old) => is(eventIsDue(event, old, old), false)));
});

test('only differences count: everything may move along by the same number', () => {
  fc.assert(fc.property(index, index, index, index, (event, now, old, by) => is(eventIsDue((event + by) & 0xffff, (now + by) & 0xffff, (old + by) & 0xffff), eventIsDue(event, now, old))));
});

test('two tests one after the other are due at most once, and just when one test over both would have been', () => {
  fc.assert(
    fc.property(index, index, fc.nat(1000), fc.nat(1000), (event, old, first, second) => {
      const [middle, now] = [(old + first) & 0xffff, (old + first + second) & 0xffff];
      is(Number(eventIsDue(event, middle, old)) + Number(eventIsDue(event, now, middle)), Number(eventIsDue(event, now, old)));
    }),
    { numRuns: 1000 },
  );
});

test.run();
