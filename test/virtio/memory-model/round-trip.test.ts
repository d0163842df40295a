import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRoundTrips } from '../../../src/virtio/memory-model/check-round-trip.ts';
import { standard } from '../../../src/virtio/memory-model/protocol.ts';
import { roundTripSystem } from '../../../src/virtio/memory-model/round-trip.ts';
import { search } from '../../../src/virtio/memory-model/search.ts';
import { storyOf } from '../../../src/virtio/memory-model/story.ts';

const test = suite('memory model: round trips');
const trips = checkRoundTrips();

test('a descriptor that is used again loses nothing, with the barriers of the standard and data that are looked at', () => {
  const found = trips.filter(({ variant }) => variant === 'round-trip');
  assert.is(found.length, 4);
  for (const { verdict, protocol } of found) assert.is(verdict, 'holds', `${protocol.layout} ${protocol.suppression}`);
});

test('a ring of two serves three requests', () => {
  const { loss, ends } = search(roundTripSystem({ layout: 'packed', suppression: 'flags' }, standard, { size: 2, requests: 3, inspects: true }));
  assert.is(loss, undefined);
  for (const { threads } of ends) assert.ok(threads.every(({ window }) => window.length === 0));
});

test('dmb ishst alone lets an entry be given back before it was read, and the peer writes there again', () => {
  for (const { verdict, losing } of trips.filter(({ variant }) => variant === 'round-trip-uninspected')) {
    assert.is(verdict, 'stale');
    assert.ok(losing);
    const story = storyOf(losing.system, 'stale', losing.schedule);
    assert.ok(story.some(({ role, aheadOf }) => role === 'publish' && aheadOf.some((overtaken) => overtaken.startsWith('take '))));
    assert.ok(story.some(({ says }) => says.endsWith('written again already')));
  }
});

test('a round trip loses a notification when either side, for both directions, has dmb ishst for its full barrier', () => {
  for (const weaker of ['publisherFull', 'consumerFull'] as const) {
    const { loss } = search(roundTripSystem({ layout: 'split', suppression: 'event_idx' }, { ...standard, read: 'acquire', [weaker]: 'dmb ishst' }, { size: 1, requests: 1, inspects: true }));
    assert.is(loss, 'lost', weaker);
  }
});

test.run();
