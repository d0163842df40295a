import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { slicesNote, slicesOf } from '../../src/report/slices.ts';
import { fixture } from './fixture.ts';

const test = suite('what a page shows of a large suite');
const [trial] = fixture({ devices: [['net', 'rr']], systems: [['vhe/vhost', 'shipping', 1]] }).trials;
const { suite: described } = fixture({ devices: [['net', 'rr']], systems: [['vhe/vhost', 'shipping', 1]] });

/** A trial for every combination of so many values of each key. */
function gridOf(counts: Readonly<Record<string, number>>) {
  const grid = Object.keys(counts);
  const points = grid.reduce<readonly Readonly<Record<string, number>>[]>((all, key) => all.flatMap((params) => Array.from({ length: counts[key] }, (_, i) => ({ ...params, [key]: i }))), [{}]);
  return { suite: { ...described, grid }, trials: points.map((params) => ({ ...trial, params })) };
}

test('is everything, where it has room', () => {
  const small = gridOf({ 'workload.iodepth': 10, 'device.service': 10 });
  assert.is(slicesOf(small).trials, small.trials);
  assert.is(slicesNote(slicesOf(small), small.trials.length), null);
});

test('is one key at a time around the middle of all others, for as many keys as have room', () => {
  const slices = slicesOf(gridOf({ 'workload.iodepth': 5, 'device.service': 400, 'ring.event_idx': 2 }));
  assert.equal(slices.varied, ['workload.iodepth', 'ring.event_idx']);
  assert.is(slices.trials.length, 1 + 4 + 1);
  for (const { params } of slices.trials) assert.is(params['device.service'], 200);
  assert.match(slicesNote(slices, 4000)?.markup ?? '', 'This page shows 6 of 4000 trials: one of workload.iodepth, ring.event_idx varies at a time, and every other key of the grid has the middle of its values.');
});

test.run();
