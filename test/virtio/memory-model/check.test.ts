import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check, checkAll, protocols } from '../../../src/virtio/memory-model/check.ts';
import { protocolSystem, standard } from '../../../src/virtio/memory-model/protocol.ts';
import { search } from '../../../src/virtio/memory-model/search.ts';
import { storyOf } from '../../../src/virtio/memory-model/story.ts';
import { variants } from '../../../src/virtio/memory-model/variants.ts';

const test = suite('memory model: notification protocols');
const all = checkAll();

test('both layouts, both suppressions and both directions are checked', () => {
  assert.is(protocols.length, 8);
  assert.is(all.length, 8 * Object.keys(variants).length);
});

test('with the barriers of VIRTIO 1.2 nothing is lost or stale, for every way to publish up to three entries', () => {
  const found = all.filter(({ variant }) => variant === 'standard');
  assert.is(found.length, 8);
  for (const { verdict, batches } of found) {
    assert.is(verdict, 'holds');
    assert.is(batches.length, 7);
  }
});

test('without a full barrier, on either side, or with a weaker one, a notification is lost (2.7.13.4.1, 2.7.14, 2.8.21.3.1, 2.8.22)', () => {
  const found = all.filter(({ variant }) => /full/.test(variant));
  assert.is(found.length, 8 * 6);
  for (const { verdict, says } of found) assert.is(verdict, 'lost', says);
});

test('without a write barrier (2.7.13.3.1, 2.8.21.1.1) or a read barrier (2.8.22) the consumer acts on stale data', () => {
  const found = all.filter(({ variant }) => /^no-(write|read)$|^(write|read)-is-ish/.test(variant));
  assert.is(found.length, 8 * 4);
  for (const { verdict, says } of found) assert.is(verdict, 'stale', says);
});

test('an acquire load of what publishes does for a read barrier', () => {
  for (const { verdict } of all.filter(({ variant }) => variant === 'read-is-acquire')) assert.is(verdict, 'holds');
});

test('whoever sleeps without looking again loses a notification even in order', () => {
  for (const { verdict, losing } of all.filter(({ variant }) => variant === 'no-recheck')) {
    assert.is(verdict, 'lost');
    if (losing) assert.ok(storyOf(losing.system, 'lost', losing.schedule).every(({ aheadOf }) => aheadOf.length === 0));
  }
});

test('every case comes out as the standard has it, and names its section', () => {
  for (const { verdict, expected, section, variant, says } of all) {
    assert.is(verdict, expected, says);
    assert.is(/2\.[78]\.\d/.test(section), variant !== 'standard');
  }
});

test('hvisor-tool enables notifications with dmb ishst alone: its re-check, though an acquire load, overtakes the store of the flags', () => {
  const { verdict, seenIn, losing } = check({ layout: 'split', suppression: 'flags', direction: 'kick' }, 'recheck-by-acquire');
  assert.is(verdict, 'lost');
  assert.match(seenIn, /^hvisor-tool .*virtqueue_enable_notify, vq_is_empty$/);
  assert.ok(losing);
  const story = storyOf(losing.system, 'lost', losing.schedule);
  assert.equal(story.find(({ role }) => role === 're-check')?.aheadOf, ['enable used.flags']);
  const roles = story.map(({ role }) => role);
  for (const [earlier, later] of [['re-check', 'publish'], ['publish', 'test'], ['test', 'enable'], ['enable', 'lost']] as const) {
    assert.ok(roles.indexOf(earlier) < roles.indexOf(later), `${earlier} before ${later}`);
  }
});

test('a schedule that loses its reordering at a missing barrier tells what overtook what', () => {
  for (const { losing, verdict, variant, says } of all) {
    if (losing === undefined || verdict === 'holds' || variant === 'no-recheck') continue;
    assert.ok(storyOf(losing.system, verdict, losing.schedule).some(({ aheadOf }) => aheadOf.length > 0), says);
  }
});

test('leaving out what nobody can see, and guesses that nothing comes from, changes no verdict', () => {
  for (const protocol of protocols.filter(({ direction }) => direction === 'kick')) {
    for (const { barriers, becomes, says } of Object.values(variants)) {
      const { loss = 'holds' } = search(protocolSystem(protocol, barriers, [1], { everyGuess: true }), { reduce: false });
      assert.is(loss, becomes, says);
    }
  }
});

test('a longer window lets no more happen', () => {
  for (const protocol of protocols) {
    for (const batches of [[3], [1, 1]]) {
      const states = (window: number) => search(protocolSystem(protocol, standard, batches, { window })).states;
      assert.is(states(12), states(24), batches.join('+'));
    }
  }
});

test('a search that would not end in time says so', () => {
  const [protocol] = protocols;
  assert.throws(() => search(protocolSystem(protocol, standard, [1, 1, 1]), { mostStates: 100 }), /^too many states: more than 100 /);
});

test.run();
