import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { quoted, unknown } from '../../src/experiment/quoted.ts';

const test = suite('experiment/quoted');

test('plain words stand as they are, others in quotation marks', () => {
  equal(quoted('vhe/user-thread[io=vcpu]'), 'vhe/user-thread[io=vcpu]');
  equal(quoted('two words'), '"two words"');
  equal(quoted(''), '""');
  equal(quoted(1.5), '1.5');
  equal(quoted(null), 'null');
});

test('nothing reaches a terminal that it would act on', () => {
  equal(quoted('a\u001b[31mb'), '"a\\u001b[31mb"');
  equal(quoted('a\u202eb\u2028'), '"a\\u{202e}b\\u{2028}"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200, size: 'max' }), (text) => {
      ok(!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(quoted(text)));
      ok(quoted(text).length < 800);
    }),
  );
});

test('says what was meant, or what there is', () => {
  equal(unknown('backend', 'vhots', ['null', 'vhost']), 'unknown backend: vhots (did you mean vhost?)');
  equal(unknown('backend', 'zzz', ['null', 'vhost']), 'unknown backend: zzz (known: null, vhost)');
});

test.run();
