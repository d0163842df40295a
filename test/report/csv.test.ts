import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { csv } from '../../src/report/csv.ts';

const test = suite('csv');

test('quotes what needs it and ends lines as RFC 4180 says', () => {
  assert.is(csv({ columns: ['a', 'b,c'], rows: [['x "y"', 1.5], ['two\nlines', null]] }), 'a,"b,c"\r\n"x ""y""",1.5\r\n"two\nlines",\r\n');
});

test('a text is never a formula, a negative number stays one', () => {
  const body = csv({ columns: ['a'], rows: [['=1+1'], ['+1'], ['-1'], ['@x'], ['\tx'], [-1], [Number.NaN]] });
  assert.is(body, "a\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n'\tx\r\n-1\r\n\r\n");
});

test.run();
