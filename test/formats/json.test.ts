import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, match } from 'uvu/assert';
import { readJson } from '../../src/formats/json.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/json');

test('finds every part of any JSON where the YAML reader finds it', () => {
  const key = fc.string({ unit: fc.constantFrom(...'ab"\\{}[],: \u00e9'), minLength: 1, maxLength: 4 });
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.string({ unit: fc.constantFrom(...'x"\\{}[],: ') }), fc.integer(), fc.constant(null), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true })),
  }));
  const placesOf = (value: unknown): readonly (readonly (string | number)[])[] =>
    typeof value !== 'object' || value === null
      ? [[]]
      : [[], ...Object.entries(value).flatMap(([name, part]) => placesOf(part).map((rest) => [Array.isArray(value) ? Number(name) : name, ...rest]))];
  fc.assert(
    fc.property(fc.dictionary(key, tree, { noNullPrototype: true, minKeys: 1 }), fc.constantFrom(0, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const [json, yaml] = [readJson(text, 'f'), readYaml(text, 'f')];
      equal(json.value, value);
      for (const place of placesOf(value)) {
        equal(json.position(place), yaml.position(place), `${text} ${place.join('.')}`);
        equal(json.position(place, 'key'), yaml.position(place, 'key'), `${text} key ${place.join('.')}`);
      }
    }),
  );
});

test('refuses with line and column', () => {
  match(refusal(() => readJson('{"a": 1,\n  "b": }', 'f.json')), /^f\.json:2:8: not JSON: "}" where a value was expected$/);
  match(refusal(() => readJson('{"a": [1,', 'f.json')), /^f\.json:1:10: not JSON: it ends where a value was expected$/);
  equal(refusal(() => readJson('', 'f.json')), 'f.json:1:1: not JSON: the file is empty');
  equal(refusal(() => readJson('{\n"__proto__": 1}', 'f.json')), 'f.json:2:1: "__proto__" cannot be a key here');
});

test('the fault stands where the engine stops too: before it the text can still become JSON', () => {
  for (const good of ['{"a": [1, -2.5e+3, true, null, "\\u00e9\\n"], "b": {}, "c": []}', '[[], {}, ""]', '1', ' "x" ']) {
    for (let cut = 1; cut < good.trimEnd().length; cut++) {
      if (parses(good.slice(0, cut))) continue;
      match(refusal(() => readJson(good.slice(0, cut), 'f')), /^f:1:\d+: not JSON: /);
    }
    equal(refusal(() => readJson(`${good}]`, 'f')), `f:1:${good.length + 1}: not JSON: ] where the end was expected`);
  }
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('any text is a value or a refusal', () => {
  const text = fc.oneof(fc.string({ unit: fc.constantFrom(...'{}[]",:0.e-\\ntrue\n ') }), fc.string({ unit: 'binary' }), fc.json().chain((json) => fc.nat(json.length).map((cut) => json.slice(0, cut))));
  fc.assert(fc.property(text, (text) => valueOrRefusal((file) => readJson(text, file))), { numRuns: 2000 });
  valueOrRefusal((file) => readJson('['.repeat(1e6), file));
  for (const letter of ['x', '\\n', '"']) valueOrRefusal((file) => readJson(`{"a": "${letter.repeat(2e6)}" x`, file));
});

test.run();
