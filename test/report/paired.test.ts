import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pairedDifference } from '../../src/report/paired.ts';

const test = suite('paired difference');

test('has the interval of Student’s t', () => {
  // Differences 1, 2, 3: mean 2, sd 1, t(0.975, 2) = 4.303, half width 4.303 / sqrt(3) = 2.484.
  const { mean, interval, differs } = pairedDifference([11, 22, 33], [10, 20, 30]);
  assert.is(mean, 2);
  assert.ok(interval && Math.abs(interval[0] + 0.484) < 0.001 && Math.abs(interval[1] - 4.484) < 0.001);
  assert.is(differs, false);
});

test('tells systems apart that differ alike in every replication, whatever the replications', () => {
  assert.is(pairedDifference([110, 210, 311], [100, 200, 300]).differs, true);
  assert.is(pairedDifference([100, 200, 300], [110, 210, 311]).differs, true);
});

test('claims nothing from one replication or from equal ones', () => {
  assert.equal(pairedDifference([1], [2]), { mean: -1, interval: null, differs: false });
  assert.is(pairedDifference([1, 2], [1, 2]).differs, false);
});

test.run();
