import { at, type Document, type Place, type Position } from './document.ts';
import { faultInJson } from './json-fault.ts';

/** Keys that mean something to JavaScript objects and nothing to any file of ours. */
const forbidden = /"(?:__proto__|constructor|prototype)"\s*:/;

/** Reads a JSON file; positions are looked up only when an error needs them. */
export function readJson(text: string, file: string): Document {
  const position = (offset: number): Position => positionAt(text, offset);
  const named = forbidden.exec(text);
  if (named !== null) throw new Error(`${at(file, position(named.index))}: ${named[0].replace(/\s*:$/, '')} cannot be a key here`);
  return { file, value: parse(text, file), position: (place, of) => position(offsetOf(text, place, of ?? 'value')) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { offset, says } = faultInJson(text);
    throw new Error(`${at(file, positionAt(text, offset))}: not JSON: ${says}`);
  }
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** Where a part of well-formed JSON begins; the nearest part around it where it is missing. */
function offsetOf(text: string, place: Place, of: 'key' | 'value'): number {
  let offset = skipSpace(text, 0);
  for (const [depth, step] of place.entries()) {
    const part = [...partsAt(text, offset)].find(({ name }) => name === step);
    if (part === undefined) break;
    offset = of === 'key' && depth === place.length - 1 ? part.key : part.value;
  }
  return offset;
}

interface Part {
  readonly name: string | number;
  readonly key: number;
  readonly value: number;
}

/** The members of the object or the elements of the list that begins here. */
function* partsAt(text: string, start: number): Generator<Part, void, void> {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return;
  let offset = skipSpace(text, start + 1);
  for (let index = 0; text[offset] !== '}' && text[offset] !== ']'; index++) {
    const key = offset;
    const end = isObject ? endOfText(text, offset) : offset;
    const value = isObject ? skipSpace(text, skipSpace(text, end) + 1) : offset;
    yield { name: isObject ? String(JSON.parse(text.slice(key, end))) : index, key, value };
    offset = skipSpace(text, endOfValue(text, value));
    if (text[offset] === ',') offset = skipSpace(text, offset + 1);
  }
}

function endOfValue(text: string, start: number): number {
  let offset = start;
  let depth = 0;
  do {
    const letter = text[offset];
    if (letter === '"') {
      offset = endOfText(text, offset);
      continue;
    }
    if (letter === '{' || letter === '[') depth++;
    if (letter === '}' || letter === ']') depth--;
    offset++;
  } while (offset < text.length && (depth > 0 || !/[\s,\]}]/.test(text[offset])));
  return offset;
}

function endOfText(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset + 1;
}

function skipSpace(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && /\s/.test(text[offset])) offset++;
  return offset;
}
