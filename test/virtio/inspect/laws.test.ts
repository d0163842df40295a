import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import { found } from './ring-bytes.ts';
import { packedRun, splitRun, type Run } from './ring-run.ts';

const test = suite('virtio/inspect: laws');

/** What a driver and a device do in turn, in any order that the standard allows: numbers that pick among what is possible. */
const choices = fc.array(fc.nat(1 << 20), { maxLength: 300, size: 'max' });
const start = fc.oneof(fc.constant(0), fc.integer({ min: 65400, max: 65535 }), fc.nat(65535));

const counts = ({ dump }: Run) => {
  const { positions, available, inFlight, unreaped } = inspect(dump);
  return { nextAvail: positions.nextAvail?.index, used: positions.used?.index, available, inFlight, unreaped };
};

test('a split ring that both sides work as they must, out of order too, violates nothing and is counted right', () => {
  fc.assert(fc.property(fc.constantFrom(1, 2, 4, 16), start, choices, fc.boolean(), (size, from, each, inOrder) => {
    const run = splitRun(size, from, each, inOrder);
    assert.equal(found(inspect(run.dump)), []);
    assert.equal(counts(run), run.truth);
  }), { numRuns: 3000 });
});

test('without what both sides hold, the same ring still violates nothing', () => {
  fc.assert(fc.property(fc.constantFrom(2, 4, 16), start, choices, (size, from, each) => {
    assert.equal(found(inspect(splitRun(size, from, each, false, true).dump)), []);
  }), { numRuns: 3000 });
});

test('chains in flight that are said to be certain are the ones in flight', () => {
  let certain = 0;
  fc.assert(fc.property(fc.constantFrom(2, 4, 16), start, choices, (size, from, each) => {
    const { dump, inFlight } = splitRun(size, from, each, false);
    const { chains, remarks } = inspect(dump);
    if (remarks.length > 0) return;
    certain++;
    assert.equal(chains.filter(({ state }) => state === 'in flight').map(({ head }) => head).sort(), [...inFlight].sort());
    // A chain in flight whose entry the available ring has forgotten.
  }), { numRuns: 1000, examples: [[2, 65400, [0, 0, 452233, 276369, 616206, 949211, 0, 232593, 833078]]] });
  assert.ok(certain > 200, String(certain));
});

test('a packed ring of any size that both sides work as they must violates nothing and is counted right', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), choices, fc.boolean(), (size, each, single) => {
    const run = packedRun(size, each, single);
    assert.equal(found(inspect(run.dump)), []);
    assert.equal(counts(run), run.truth);
  }), { numRuns: 3000 });
});

test('wrap counters follow from the flags wherever the flags allow one reading', () => {
  let told = 0;
  fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), choices, fc.boolean(), (size, each, single) => {
    const { dump, wraps, truth } = packedRun(size, each, single, true);
    const { positions, violations } = inspect(dump);
    assert.equal(violations, []);
    if (positions.used === null) return;
    told++;
    assert.equal([positions.used.index, positions.used.wrap, positions.nextAvail?.index, positions.nextAvail?.wrap], [truth.used, wraps?.used, truth.nextAvail, wraps?.nextAvail]);
  }), { numRuns: 3000 });
  assert.ok(told > 1000, String(told));
});

test.run();
