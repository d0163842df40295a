import { quoted } from '../experiment/quoted.ts';

/** What may stand next in a JSON text. */
type Expected = 'a value' | 'a value or ]' | 'a key' | 'a key or }' | ':' | ', or }' | ', or ]' | 'the end';

const token = /[{}[\],:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Pieces of a text in quotation marks; one expression over all of it would end the stack of the engine at some megabytes. */
const letters = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Where a text stops being JSON, and what was expected there: engines do not agree on saying so. */
export function faultInJson(text: string): { readonly offset: number; readonly says: string } {
  const open: string[] = [];
  let expected: Expected = 'a value';
  for (let offset = skipped(text, 0); ; ) {
    const end = text[offset] === '"' ? endOfText(text, offset) : endOfMatch(token, text, offset);
    const next: Expected | undefined = end === undefined ? undefined : follow(text[offset], expected, open);
    if (next === undefined || end === undefined) {
      if (text.trim() === '') return { offset: 0, says: 'the file is empty' };
      return { offset, says: offset >= text.length ? `it ends where ${expected} was expected` : `${quoted(text.slice(offset, offset + 12).split(/[\s,]/, 1)[0] || text[offset])} where ${expected} was expected` };
    }
    expected = next;
    offset = skipped(text, end);
  }
}

function endOfText(text: string, start: number): number | undefined {
  let offset = endOfMatch(letters, text, start + 1) ?? start;
  while (text[offset] === '\\') {
    const end = endOfMatch(escape, text, offset);
    if (end === undefined) return undefined;
    offset = endOfMatch(letters, text, end) ?? end;
  }
  return text[offset] === '"' ? offset + 1 : undefined;
}

function endOfMatch(expression: RegExp, text: string, offset: number): number | undefined {
  expression.lastIndex = offset;
  return expression.test(text) ? expression.lastIndex : undefined;
}

/** What may follow a token that stands where something was expected; nothing where it may not stand. */
function follow(first: string, expected: Expected, open: string[]): Expected | undefined {
  const kind = '{}[],:"'.includes(first) ? first : 'word';
  const allowed = allows[expected];
  if (!allowed.includes(kind)) return undefined;
  if (kind === ':') return 'a value';
  if (kind === ',') return open.at(-1) === '{' ? 'a key' : 'a value';
  if (kind === '"' && expected.startsWith('a key')) return ':';
  if (kind === '{' || kind === '[') {
    open.push(kind);
    return kind === '{' ? 'a key or }' : 'a value or ]';
  }
  if (kind === '}' || kind === ']') open.pop();
  return open.length === 0 ? 'the end' : open.at(-1) === '{' ? ', or }' : ', or ]';
}

const allows: Readonly<Record<Expected, readonly string[]>> = {
  'a value': ['{', '[', '"', 'word'],
  'a value or ]': ['{', '[', '"', 'word', ']'],
  'a key': ['"'],
  'a key or }': ['"', '}'],
  ':': [':'],
  ', or }': [',', '}'],
  ', or ]': [',', ']'],
  'the end': [],
};

function skipped(text: string, from: number): number {
  let offset = from;
  while (offset < text.length && ' \t\n\r'.includes(text[offset])) offset++;
  return offset;
}
