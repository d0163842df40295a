import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { normalBelow } from '../../src/calibration/normal.ts';
import { suggest, type Candidate, type Question } from '../../src/calibration/suggest.ts';

const test = suite('calibration/suggest');

const question: Question = { id: 'a against b', lead: 5, slopes: [3, 4, 0] };
const shows = (id: string, slopes: readonly number[], variance = 0.25): Candidate => ({ id, rows: [{ slopes, variance }] });
const near = (said: number, known: number): void => assert.ok(Math.abs(said - known) < 1e-6, `${said} for ${known}`);

test('a linear case comes out as on paper', () => {
  // g = (3, 4), of variance 25. Measuring the second unknown with variance 1/4 takes (4)^2 / (1 + 1/4) = 12.8 off.
  const [first] = suggest([question], [shows('second', [0, 1, 0])], 5);
  near(first.before[0].sd, 5);
  near(first.after[0].sd, Math.sqrt(25 - 12.8));
  near(first.before[0].right, normalBelow(1));
});

test('the one that takes most off comes first, and the next is judged by what is left', () => {
  const both = [shows('second', [0, 1, 0]), shows('second again', [0, 1, 0]), shows('first', [1, 0, 0])];
  const found = suggest([question], both, 3);
  assert.equal(found.map(({ id }) => id), ['second', 'first', 'second again']);
  near(found[1].after[0].sd, Math.sqrt(25 - 12.8 - 9 / 1.25));
  // Twice the same with variance 1/4 is once with 1/8.
  near(found[2].after[0].sd, Math.sqrt(25 - 16 / 1.125 - 9 / 1.25));
});

test('what does not touch the costs that decide is not suggested, nor what is too rough to tell', () => {
  assert.equal(suggest([question], [shows('other', [0, 0, 7])], 5), []);
  assert.equal(suggest([question], [shows('rough', [0, 1, 0], 1e6)], 5), []);
});

test('costs that decide but cancel between the two systems reduce nothing', () => {
  const level: Question = { ...question, slopes: [1, -1, 0] };
  assert.equal(suggest([level], [shows('sum', [1, 1, 0])], 5), []);
  assert.is(suggest([level], [shows('difference', [1, -1, 0])], 5).length, 1);
});

test('numbers of one run count together', () => {
  const run: Candidate = { id: 'run', rows: [{ slopes: [1, 0, 0], variance: 0.25 }, { slopes: [0, 1, 0], variance: 0.25 }] };
  const [first] = suggest([question], [run, shows('second', [0, 1, 0])], 1);
  assert.is(first.id, 'run');
  near(first.after[0].sd, Math.sqrt(25 / 5));
});

test('where one answer is in doubt and another is not, the doubt decides', () => {
  const sure: Question = { id: 'sure', lead: 1000, slopes: [0, 0, 20] };
  const [first] = suggest([sure, { ...question, lead: 1 }], [shows('of the sure one', [0, 0, 1]), shows('of the doubtful one', [1, 0, 0])], 1);
  assert.is(first.id, 'of the doubtful one');
});

const number = fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10);
const slopes = fc.array(number, { minLength: 4, maxLength: 4 });
const problem = fc.record({
  questions: fc.array(fc.record({ lead: number, slopes }), { minLength: 1, maxLength: 3 }),
  rows: fc.array(fc.record({ slopes, variance: fc.integer({ min: 1, max: 100 }).map((hundredths) => hundredths / 100) }), { minLength: 1, maxLength: 6 }),
});

test('nothing that is measured makes an answer less sure, and the order in which candidates come does not matter', () => {
  fc.assert(fc.property(problem, ({ questions, rows }) => {
    const asked = questions.map((each, i) => ({ ...each, id: String(i) }));
    const candidates = rows.map((row, i): Candidate => ({ id: `m${i}`, rows: [row] }));
    const found = suggest(asked, candidates, 10);
    for (const { before, after } of found) {
      for (const [q, { sd, right }] of after.entries()) assert.ok(sd <= before[q].sd + 1e-9 && right >= before[q].right - 1e-4 && right <= 1 + 1e-9, JSON.stringify([before, after]));
    }
    assert.equal(suggest(asked, candidates.toReversed(), 10), found);
  }), { numRuns: 60 });
});

test.run();
