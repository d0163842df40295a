import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sharedParts } from '../../../src/report/charts/shared-parts.ts';

const test = suite('report: shared parts of pictures');

/** The pictures as they were, with every part in the place of its references. */
function restored({ pictures, parts }: ReturnType<typeof sharedParts>): readonly string[] {
  const byId = new Map([...parts.matchAll(/<g id="(s\d+)"([^<>]*)>((?:<[^g/][^<>]*\/>|<text[^<>]*>[^<]*<\/text>)*)<\/g>/g)].map(([, id, own, inner]) => [id, `<g${own}>${inner}</g>`]));
  const whole = (text: string): string => (text.includes('<use ') ? whole(text.replace(/<use href="#(s\d+)"\/>/g, (_, id: string) => byId.get(id) ?? 'missing')) : text);
  return pictures.map(whole);
}

const axis = '<g fill="var(--soft)" font-size="11px"><text x="-168" y="10.8">static-partition</text><text x="-168" y="28.8">null</text></g>';

test('what two pictures have in common is written once', () => {
  const shared = sharedParts([`<svg><g>${axis}<path d="M0,1"/></g></svg>`, `<svg><g>${axis}<path d="M0,2"/></g></svg>`]);
  assert.equal(shared.pictures, ['<svg><g><use href="#s0"/><path d="M0,1"/></g></svg>', '<svg><g><use href="#s0"/><path d="M0,2"/></g></svg>']);
  assert.is(shared.parts, axis.replace('<g', '<g id="s0"'));
});

test('groups of shared groups are shared too, and short or single ones are not', () => {
  const legend = `<g transform="translate(0,18)">${axis}<g stroke="var(--paper)" stroke-width="1.5"><path transform="translate(5.5,5.5)" d="M-4.5,-4.5h8.9v8.9h-8.9Z"/></g></g>`;
  const { pictures, parts } = sharedParts([`<svg>${legend}</svg>`, `<svg>${legend}</svg>`, `<svg>${legend}<g><path d="M0,1"/></g></svg>`, '<svg><g><path d="M0,1"/></g></svg>']);
  assert.equal(pictures, ['<svg><use href="#s2"/></svg>', '<svg><use href="#s2"/></svg>', '<svg><use href="#s2"/><g><path d="M0,1"/></g></svg>', '<svg><g><path d="M0,1"/></g></svg>']);
  assert.is(parts.match(/<g id=/g)?.length, 3);
});

test('text between tags is never taken for a tag', () => {
  const odd = '<svg><g font-size="11px" fill="var(--ink)"><text x="1">a &lt;g&gt; b &quot;#s0&quot; use</text></g></svg>';
  assert.equal(restored(sharedParts([odd, odd])), [odd, odd]);
});

test('with every part in its place the pictures are what they were, and together never longer', () => {
  const mark = fc.constantFrom('<path d="M0,19.8h0.3v13h-0.3Z"/>', '<line x2="374"/>', '<text x="1" y="2">word</text>', '<rect width="9"/>');
  const { group } = fc.letrec<{ group: string; inner: string }>((tie) => ({
    inner: fc.oneof({ maxDepth: 3 }, mark, tie('group')),
    group: fc.tuple(fc.constantFrom('', ' fill="var(--soft)"', ' transform="translate(0,18)" stroke="var(--line)"'), fc.array(tie('inner'), { minLength: 1, maxLength: 5 })).map(([own, inner]) => `<g${own}>${inner.join('')}</g>`),
  }));
  fc.assert(fc.property(fc.array(group, { minLength: 1, maxLength: 12, size: 'max' }), (groups) => {
    const svgs = groups.map((each) => `<svg>${each}</svg>`);
    const shared = sharedParts(svgs);
    assert.equal(restored(shared), svgs);
    assert.ok(shared.parts.length + shared.pictures.join('').length <= svgs.join('').length);
  }));
});

test.run();
