import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { guestMemory, pieceOf } from '../../../src/virtio/inspect/guest-memory.ts';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import type { Inspection } from '../../../src/virtio/inspect/inspection.ts';
import { nothingHeld } from '../../../src/virtio/inspect/queue-dump.ts';
import type { QueueDump, RingFeatures } from '../../../src/virtio/inspect/queue-dump.ts';
import { rules } from '../../../src/virtio/inspect/rules.ts';
import { AVAIL, INDIRECT, NEXT, publish, ringBytes } from './ring-bytes.ts';

const test = suite('virtio/inspect: hostile memory');

const known = fc.constantFrom(true, false, null);
const features: fc.Arbitrary<RingFeatures> = fc.record({ eventIdx: known, indirectDesc: known, inOrder: known });
const index = fc.option(fc.record({ index: fc.nat(65535), wrap: fc.constantFrom(0, 1, null) }));
// Bytes near 0 make rings in which something is outstanding far more often than bytes of any value.
const bytes = (length: number) => fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), fc.array(fc.oneof({ arbitrary: fc.constantFrom(0, 1, 2, 4, 128), weight: 9 }, fc.nat(255)), { minLength: length, maxLength: length }).map((each) => Uint8Array.from(each)));

const dumps: fc.Arbitrary<QueueDump> = fc.record({ layout: fc.constantFrom('split', 'packed'), size: fc.constantFrom(1, 2, 3, 4, 8, 13) }).chain(({ layout, size }) =>
  fc.record({
    desc: bytes(16 * size),
    driver: bytes(layout === 'split' ? 6 + 2 * size : 4),
    device: bytes(layout === 'split' ? 6 + 8 * size : 4),
    address: fc.option(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })),
    features,
    held: fc.record({ from: fc.constant('given'), lastAvail: index, used: index, signalledUsed: fc.oneof(index, fc.constant('none' as const)), lastUsed: index }),
    piece: bytes(64),
    isKnown: fc.boolean(),
  }).map(({ desc, driver, device, address, piece, isKnown, ...rest }) => {
    const area = (content: Uint8Array) => ({ address, bytes: content });
    return { name: 'q', layout, size, desc: area(desc), driver: area(driver), device: area(device), ...rest, memory: guestMemory([pieceOf(0n, piece)], isKnown ? [{ address: 0n, length: 1n << 32n }] : null) };
  }),
);

/** What holds of every answer, whatever the bytes were. */
function isClear({ size, violations, chains, available, inFlight, descriptorsInUse, positions }: Inspection): void {
  for (const { rule, section, reason, index: at } of violations) {
    assert.is(section, rules[rule].section);
    assert.match(reason, /^[^\n]{5,}$/);
    assert.ok(at === null || Number.isInteger(at));
  }
  if (available !== null && inFlight !== null) assert.ok(available >= 0 && inFlight >= 0 && available + inFlight <= size, `${available} + ${inFlight}`);
  if (descriptorsInUse !== null) assert.ok(descriptorsInUse >= 0 && descriptorsInUse <= size, `${descriptorsInUse}`);
  assert.ok(chains.length <= size);
  for (const position of Object.values(positions)) if (position !== null && position.wrap !== null) assert.ok(position.index >= 0 && position.index < size);
}

test('10,000 rings of any bytes, of both layouts, are judged and never fail', () => {
  let wrong = 0;
  fc.assert(fc.property(dumps, (dump) => {
    const inspection = inspect(dump);
    isClear(inspection);
    if (inspection.violations.length > 0) wrong++;
  }), { numRuns: 10_000 });
  assert.ok(wrong > 1000, String(wrong));
});

test('areas that end too early are refused in one sentence, whatever is missing', () => {
  fc.assert(fc.property(dumps, fc.constantFrom('desc', 'driver', 'device'), fc.nat(3), (dump, area, cut) => {
    const { bytes: whole } = dump[area];
    try {
      isClear(inspect({ ...dump, [area]: { address: null, bytes: whole.subarray(0, whole.length - 1 - cut) } }));
    } catch (error) {
      assert.ok(error instanceof Error && error.constructor === Error);
      assert.match(error.message, /^q: its [a-z ]+ has \d+ bytes \(\d+ for a size of \d+\)$/);
    }
  }), { numRuns: 1000 });
});

test('the largest rings are judged within three seconds, however they are woven', () => {
  const size = 32768;
  const memory = guestMemory([pieceOf(0n, new Uint8Array(16 * size).fill(1))], null);
  const split = ringBytes('split', size, ['indirect_desc'], { memory });
  const packed = ringBytes('packed', size, ['indirect_desc'], { memory, held: { ...nothingHeld, lastAvail: { index: 0, wrap: 1 } } });
  const chained = ringBytes('split', size);
  for (let i = 0; i < size; i++) {
    split.desc(i, 0n, 16 * size, INDIRECT, 0);
    packed.desc(i, 0n, 16 * size, i, AVAIL | INDIRECT);
    chained.desc(i, 0n, 1, NEXT, (i + 1) % size);
  }
  const heads = Array.from({ length: size }, (_, i) => i);
  publish(split, ...heads);
  publish(chained, ...heads);
  for (const { dump } of [split, packed, chained]) {
    const from = process.cpuUsage();
    const { violations } = inspect(dump);
    assert.ok(violations.length > 0);
    const { user } = process.cpuUsage(from);
    assert.ok(user < 3e6, `${dump.layout}: ${user} us`);
  }
});

test.run();
