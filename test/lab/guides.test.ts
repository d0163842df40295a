import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { blocksOf, guideFile, outputsOf, withOutputs } from './guide.ts';

const test = suite('guides');

/**
 * The code of a guide is compiled and run, and every output that the guide shows is what it prints. After a change of the model:
 *   GUIDES=write node --import tsx test/lab/guides.test.ts
 */
const says = 'the guide shows another output; if it is meant to: GUIDES=write node --import tsx test/lab/guides.test.ts';
const names = readdirSync(new URL('../../lab/guides/', import.meta.url)).filter((name) => name.endsWith('.md') && name !== 'README.md').map((name) => name.slice(0, -3));

test('the two chapters are there', () => {
  equal(names.toSorted(), ['driver', 'vmm']);
});

for (const name of names) {
  test(`${name}: its code compiles, runs, and prints what the guide says`, () => {
    const markdown = readFileSync(guideFile(name), 'utf8');
    const outputs = outputsOf(name);
    if (process.env['GUIDES'] === 'write') writeFileSync(guideFile(name), withOutputs(markdown, outputs));
    const shown = blocksOf(readFileSync(guideFile(name), 'utf8')).filter(({ kind }) => kind === 'text').map(({ text }) => text);
    equal(outputs, shown, says);
    ok(outputs.length >= 5 && outputs.every((text) => text !== ''));
  });
}

test.run();
