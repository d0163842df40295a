import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, match, ok } from 'uvu/assert';
import { stringify } from 'yaml';
import { readYaml } from '../../src/formats/yaml.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/yaml');
const refused = (text: string): string => refusal(() => readYaml(text, 'f.yaml'));

test('gives plain data back', () => {
  equal(readYaml('a: 1\nb: [true, x, null, 1.5us]\nc: { d: 0x10 }\n', 'f').value, { a: 1, b: [true, 'x', null, '1.5us'], c: { d: 16 } });
});

test('reads YAML 1.2: yes is a word and 1:30 is no number of seconds', () => {
  equal(readYaml('a: yes\nb: 1:30\n', 'f').value, { a: 'yes', b: '1:30' });
});

test('knows line and column of every key and value', () => {
  const { position } = readYaml('a: 1\nb:\n  - x\n  - c: y\n', 'f');
  equal(position(['a']), { line: 1, column: 4 });
  equal(position(['a'], 'key'), { line: 1, column: 1 });
  equal(position(['b', 1, 'c']), { line: 4, column: 8 });
  equal(position(['b', 1, 'c'], 'key'), { line: 4, column: 5 });
  equal(position(['b', 7, 'z']), { line: 3, column: 3 }, 'the nearest part around what is missing');
  equal(position([]), { line: 1, column: 1 });
});

test('refuses with line, column and a sentence', () => {
  const cases: readonly (readonly [text: string, message: string])[] = [
    ['', 'f.yaml:1:1: the file is empty (a mapping of keys to values was expected)'],
    ['# only a remark\n', 'f.yaml:1:1: the file is empty (a mapping of keys to values was expected)'],
    ['a: 1\nb: 2\na: 3\n', 'f.yaml:3:1: duplicate key: a'],
    ['a: {x: 1, "x": 2}', 'f.yaml:1:11: duplicate key: x'],
    ['a: 1\n__proto__: { b: 1 }', 'f.yaml:2:1: __proto__ cannot be a key here'],
    ['a:\n  "constructor": 1', 'f.yaml:2:3: constructor cannot be a key here'],
    ['a: !!js/function "x"', 'f.yaml:1:4: unresolved tag: tag:yaml.org,2002:js/function'],
    ['a: !!binary aGk=', 'f.yaml:1:4: unresolved tag: tag:yaml.org,2002:binary'],
    ['a: !mine 1', 'f.yaml:1:4: unresolved tag: !mine'],
    ['a: 1\n---\nb: 2\n', 'f.yaml:2:1: a second document starts here (one per file)'],
    ['a:\n\t- 3', 'f.yaml:2:1: tabs are not allowed as indentation'],
    ['a: [1, 2', 'f.yaml:1:9: flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['? [a]\n: 3', 'f.yaml:1:3: a key must be a word, not a value of several parts'],
    ['1: x', 'f.yaml:1:1: a key must be a word, not 1'],
    ['a: *b', 'f.yaml:1:4: nothing before alias *b bears the name &b'],
    ['a: &x [1, *x]', 'f.yaml:1:11: alias *x stands inside what it names'],
    ['%YAML 1.1\n---\na: yes', 'f.yaml:1:1: %YAML 1.1 is not read here (YAML 1.2 is)'],
  ];
  for (const [text, message] of cases) equal(refused(text), message);
});

test('refuses alias bombs', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  match(refused(`l0: &l0 [x, x, x]\n${levels.join('\n')}`), /^f\.yaml:1:1: aliases stand for too much/);
  match(refused(`a: &a 1\nb: [${'*a, '.repeat(101)}]`), /^f\.yaml:2:\d+: more than 100 aliases$/);
  equal(readYaml('a: &a [1, 2]\nb: *a', 'f').value, { a: [1, 2], b: [1, 2] }, 'and takes a plain alias');
});

test('refuses what is larger than 1 MB, counted in bytes', () => {
  match(refused(`a: ${'x'.repeat(1_000_000)}`), /^f\.yaml: larger than 1 MB/);
  match(refused(`a: ${'\u00e9'.repeat(600_000)}`), /^f\.yaml: larger than 1 MB/);
});

test('refuses nesting that would end the process, whatever it is made of', () => {
  for (const unit of ['[', '{a: ', '- ', '? ', '{? ', '- ? ', '[{a: ', '[? ']) match(refused(unit.repeat(150_000)), /^f\.yaml:1:\d+: nested too deeply$/, unit);
  match(refused(Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')), /nested too deeply$/);
});

test('takes at most some seconds for the worst megabyte', () => {
  const worst = ['a: 1\n', '&a ', ']', '"\\q', '- &a 1\n- *a\n', 'a,', '- |\n', '%FOO\n', '...\n', ':\n', '!!str ', '? a\n', '\u{1F600}'].flatMap((unit) => {
    const many = unit.repeat(Math.floor(240_000 / unit.length / (unit.length > 1 ? 1 : 2)));
    return [many, `{${many}`, `"${many}`];
  });
  const start = performance.now();
  for (const text of worst) valueOrRefusal((file) => readYaml(text, file));
  ok(performance.now() - start < 40_000, `${performance.now() - start} ms`);
});

test('any text is a value or a refusal', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...'abc:-?[]{},&*!|>\'"%@`#\t\n  01.~<=\\'), maxLength: 80, size: 'max' });
  fc.assert(fc.property(fc.oneof(ascii, fc.string({ unit: 'binary', maxLength: 200, size: 'max' })), (text) => valueOrRefusal((file) => readYaml(text, file))), { numRuns: 3000 });
});

test('whatever JSON holds comes back as it was', () => {
  const key = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true })),
  }));
  fc.assert(fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => equal(readYaml(stringify(value), 'f').value, value)), { numRuns: 300 });
});

test.run();
