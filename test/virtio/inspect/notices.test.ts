import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import { nothingHeld } from '../../../src/virtio/inspect/queue-dump.ts';
import { AVAIL, ringBytes, USED } from './ring-bytes.ts';

const test = suite('virtio/inspect: the next kick and the next interrupt');

const index = fc.oneof(fc.nat(65535), fc.constantFrom(0, 1, 65534, 65535));

test('2.7.10.1: under EVENT_IDX a kick is sent where the index is avail_event when the entry is written, and else not', () => {
  fc.assert(fc.property(index, fc.integer({ min: -3, max: 3 }), (at, ahead) => {
    const ring = ringBytes('split', 4, ['event_idx']);
    for (const area of [ring.driver, ring.device]) area.setUint16(2, at, true);
    ring.device.setUint16(4 + 8 * 4, (at + ahead) & 0xffff, true);
    const { kick } = inspect(ring.dump);
    assert.equal([kick.next, kick.section], [ahead === 0, '2.7.10.1']);
    assert.is(kick.asks, `kick due as avail.idx goes from ${(at + ahead) & 0xffff} to ${(at + ahead + 1) & 0xffff}`);
  }));
});

test('2.7.7.2: an interrupt is due where any entry since the last test was at used_event', () => {
  fc.assert(fc.property(index, fc.nat(4), fc.integer({ min: -6, max: 3 }), (at, since, ahead) => {
    const signalledUsed = { index: (at - since) & 0xffff, wrap: null };
    const ring = ringBytes('split', 8, ['event_idx'], { held: { ...nothingHeld, signalledUsed } });
    for (const area of [ring.driver, ring.device]) area.setUint16(2, at, true);
    ring.driver.setUint16(4 + 2 * 8, (at + ahead) & 0xffff, true);
    assert.is(inspect(ring.dump).interrupt.next, -since <= ahead && ahead <= 0);
  }));
});

test('2.7.7.2 and 2.7.10.1: without EVENT_IDX the flags decide', () => {
  for (const flags of [0, 1]) {
    const ring = ringBytes('split', 4);
    for (const area of [ring.driver, ring.device]) area.setUint16(0, flags, true);
    const { kick, interrupt } = inspect(ring.dump);
    assert.equal([kick.next, interrupt.next, kick.section, interrupt.section], [flags === 0, flags === 0, '2.7.10.1', '2.7.7.2']);
  }
});

test('the first interrupt is sent in any case', () => {
  for (const layout of ['split', 'packed'] as const) {
    const ring = ringBytes(layout, 4, ['event_idx'], { held: { ...nothingHeld, signalledUsed: 'none' } });
    ring.driver.setUint16(layout === 'split' ? 12 : 0, 3, true);
    if (layout === 'packed') ring.driver.setUint16(2, 2, true);
    assert.is(inspect(ring.dump).interrupt.next, true);
  }
});

test('2.8.10: in a packed ring the flags decide, or the slot and its wrap counter', () => {
  for (const slot of [0, 1, 2]) {
    for (const wrap of [0, 1] as const) {
      // Everything up to `slot` was used in the pass with this wrap counter; in the first pass the rest is blank.
      const ring = ringBytes('packed', 3, ['event_idx']);
      for (let i = 0; i < 3; i++) if (i < slot || wrap === 0) ring.desc(i, 1n, 0, 0, (i < slot) === (wrap === 1) ? AVAIL | USED : 0);
      for (const [flags, off, pass] of [[0, 0, 0], [1, 0, 0], ...[0, 1, 2].flatMap((at) => [[2, at, 0], [2, at, 1]])]) {
        for (const area of [ring.driver, ring.device]) {
          area.setUint16(0, off | (pass << 15), true);
          area.setUint16(2, flags, true);
        }
        const { kick, interrupt } = inspect(ring.dump);
        const isDue = flags === 0 || (flags === 2 && off === slot && pass === wrap);
        assert.equal([kick.next, interrupt.next], [isDue, isDue], `slot ${slot} wrap ${wrap}: ${flags} ${off} ${pass}`);
      }
    }
  }
});

test('2.8.10: an interrupt is due where any slot since the last test was asked for', () => {
  const ring = ringBytes('packed', 4, ['event_idx'], { held: { ...nothingHeld, signalledUsed: { index: 1, wrap: null } } });
  for (let i = 0; i < 3; i++) ring.desc(i, 1n, 0, i, AVAIL | USED);
  ring.driver.setUint16(2, 2, true);
  for (const [at, isDue] of [[0, false], [1, true], [2, true], [3, true]] as const) {
    ring.driver.setUint16(0, at | 0x8000, true);
    assert.is(inspect(ring.dump).interrupt.next, isDue, String(at));
  }
  ring.driver.setUint16(0, 0, true);
  assert.is(inspect(ring.dump).interrupt.next, false);
});

test.run();
