import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { closedLoop, cycle, share } from '../../src/workloads/job-plan.ts';

const test = suite('job plan');

test('a task that needs more requests than were drawn asks the same again', () => {
  const next = cycle(10, 3);
  assert.equal(Array.from({ length: 7 }, next), [10, 11, 12, 10, 11, 12, 10]);
});

test('one task has all requests of a trial in the table, several have a double share each', () => {
  assert.ok(share(1000, 1) >= 1000);
  assert.ok(share(1000, 4) >= 500 && share(1000, 4) < 1000);
});

test('a closed loop never waits for a time, and begins when it submits', () => {
  const plan = closedLoop(0, 10, 4, 'returns');
  assert.is(plan.readyPs(), 0);
  assert.is(plan.startedPs(3, 77), 77);
  assert.not(plan.alone(3));
});

test.run();
