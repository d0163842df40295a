import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { suite } from 'uvu';
import { is } from 'uvu/assert';
import { sha256 } from '../../src/sim/sha256.ts';

const test = suite('sim/sha256');
const ofNode = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the examples of FIPS 180-4', () => {
  const of = (text: string): string => sha256(new TextEncoder().encode(text));
  is(of(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  is(of('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  is(of('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
});

test('every length up to five blocks, and around larger powers of two, as node:crypto has it', () => {
  const lengths = [...Array.from({ length: 321 }, (_, i) => i), ...[10, 12, 16, 20].flatMap((k) => [2 ** k - 9, 2 ** k - 1, 2 ** k, 2 ** k + 1])];
  for (const length of lengths) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + length) & 0xff);
    is(sha256(bytes), ofNode(bytes), `${length} bytes`);
  }
});

test('any bytes, as node:crypto has it', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => is(sha256(bytes), ofNode(bytes))));
});

test('a view into a larger buffer counts only what it shows, and is not changed', () => {
  const buffer = Uint8Array.from({ length: 100 }, (_, i) => i);
  const view = buffer.subarray(10, 75);
  is(sha256(view), ofNode(Uint8Array.from(view)));
  is(buffer.every((byte, i) => byte === i), true);
});

test.run();
