import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as fc from 'fast-check';
import { scriptJson } from '../../src/report/embedded.ts';
import { html, raw } from '../../src/report/markup.ts';

const test = suite('markup');

test('escapes every value but markup', () => {
  assert.is(html`<p title="${'"\'<>&'}">${['<b>', raw('<i>'), 3, null]}</p>`.markup, '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;<i>3</p>');
});

test('no text ends its element or attribute', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const { markup } = html`${text}`;
    return !/[<>"']/.test(markup);
  }));
});

test('JSON in a script element reads back and cannot end it', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', '\u2028', '\u2029'))), (texts) => {
    const json = scriptJson(texts);
    assert.equal(JSON.parse(json), texts);
    return !/[<>\u2028\u2029]/.test(json);
  }));
});

test.run();
