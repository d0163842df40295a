import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tableText, type Column } from '../../src/cli/table.ts';

const test = suite('cli: tables');

const cells = fc.array(fc.record({ head: fc.stringMatching(/^[a-z]{1,12}$/), cell: fc.stringMatching(/^[a-z\d]{1,14}$/) }), { minLength: 1, maxLength: 12, size: 'max' });

test('however narrow the screen, every column is there once, and the key in each part', () => {
  fc.assert(fc.property(cells, fc.integer({ min: 40, max: 160 }), fc.boolean(), (others, width, boxes) => {
    const columns: readonly Column<null>[] = [
      { head: 'KEY', of: () => 'THE ROW', key: true },
      ...others.map(({ cell }, i): Column<null> => ({ head: `H${i}`, of: () => cell })),
    ];
    const text = tableText([null], columns, { width, boxes, colour: false });
    const words = text.split(/[\s│┌┐└┘─]+/);
    others.forEach((_, i) => assert.is(words.filter((word) => word === `H${i}`).length, 1));
    assert.is(words.filter((word) => word === 'KEY').length, text.match(/THE ROW/g)?.length);
    for (const line of text.split('\n')) assert.ok(line.length <= width);
  }));
});

test('a plain table has no space in a head and a dash for nothing', () => {
  const text = tableText([{ a: 'x', b: '' }], [{ head: 'two words', of: ({ a }) => a }, { head: 'n', of: ({ b }) => b, right: true }], { width: Infinity, boxes: false, colour: false });
  assert.is(text, 'two_words  n\nx          -\n');
});

test.run();
