import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, type ParsedNode, Parser, type Document as YamlDocument, type YAMLMap } from 'yaml';
import { escaped, quoted } from '../experiment/quoted.ts';
import { at, type Document, type Place, type Position } from './document.ts';

/** One file of ours has a few hundred lines; these bounds are far above that and far below what hurts. */
const mostBytes = 1_000_000;
const mostDepth = 60;
const mostAliases = 100;
const mostErrors = 10;

/** Keys that mean something to JavaScript objects and nothing to any file of ours. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one YAML 1.2 document of plain data (core schema): a duplicate or non-text key, a second document, any other tag,
 * an alias bomb, deep nesting and files over 1 MB are refused with their position, at the first such fault.
 */
export function readYaml(text: string, file: string): Document {
  if (text.length > mostBytes || new TextEncoder().encode(text).length > mostBytes) {
    throw new Error(`${file}: larger than 1 MB (a file of this kind has a few hundred lines)`);
  }
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return at(file, { line: Math.max(line, 1), column: Math.max(col, 1) });
  };
  const fail = (offset: number, says: string): never => {
    throw new Error(`${place(offset)}: ${says}`);
  };
  const document = compose(text, lines, fail);
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return fail(0, 'the file is empty (a mapping of keys to values was expected)');
  examine(root, fail);
  const pairs = pairFinder();
  return { file, value: plain(document, fail), position: (path, of) => find(root, path, of ?? 'value', lines, pairs) };
}

type Fail = (offset: number, says: string) => never;

/** The syntax tree of the only document, without any error or warning of the parser. */
function compose(text: string, lines: LineCounter, fail: Fail): YamlDocument.Parsed {
  const composer = new Composer({ version: '1.2', schema: 'core', resolveKnownTags: false, uniqueKeys: false, merge: false, prettyErrors: false, lineCounter: lines });
  let first: YamlDocument.Parsed | undefined;
  for (const document of composer.compose(shallow(text, lines, fail), true, text.length)) {
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault !== undefined) return fail(fault.pos[0], lowerCase(fault.message));
    if (first !== undefined) return fail(document.range[0], 'a second document starts here (one per file)');
    first = document;
  }
  if (first === undefined) return fail(0, 'the file is empty (a mapping of keys to values was expected)');
  if (first.directives.yaml.explicit === true && first.directives.yaml.version !== '1.2') return fail(0, `%YAML ${first.directives.yaml.version} is not read here (YAML 1.2 is)`);
  return first;
}

/** The tokens of a text whose nesting is bounded: the composer recurses, and a stack that ends inside V8's regular expressions ends the process. */
function* shallow(text: string, lines: LineCounter, fail: Fail): Generator<CST.Token, void, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error' && ++errors > mostErrors) fail(token.offset, lowerCase(token.message));
      yield token;
    }
    if (parser.stack.length > 2 * mostDepth) fail(parser.offset, 'nested too deeply');
  }
  yield* parser.end();
}

/** Looks at every node once, in the order of the file. */
function examine(root: ParsedNode, fail: Fail): void {
  const open: Node[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  const visit = (node: Node | null): void => {
    if (node === null) return;
    const offset = node.range?.[0] ?? 0;
    if (open.length > mostDepth) fail(offset, 'nested too deeply');
    if (isAlias(node)) {
      if (++aliases > mostAliases) fail(offset, `more than ${mostAliases} aliases`);
      const { source } = node;
      if (!anchors.has(source)) fail(offset, `nothing before alias *${escaped(source)} bears the name &${escaped(source)}`);
      if (open.some((outer) => 'anchor' in outer && outer.anchor === source)) fail(offset, `alias *${escaped(source)} stands inside what it names`);
      return;
    }
    if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    open.push(node);
    if (isSeq(node)) for (const item of node.items) visit(item as Node | null);
    if (isMap(node)) {
      const seen = new Set<string>();
      for (const { key, value } of node.items as { key: Node | null; value: Node | null }[]) {
        const from = key?.range?.[0] ?? offset;
        if (!isScalar(key) || typeof key.value !== 'string') return fail(from, `a key must be a word, not ${isScalar(key) ? quoted(key.value) : 'a value of several parts'}`);
        if (forbiddenKeys.has(key.value)) fail(from, `${quoted(key.value)} cannot be a key here`);
        if (seen.has(key.value)) fail(from, `duplicate key: ${quoted(key.value)}`);
        seen.add(key.value);
        visit(value);
      }
    }
    open.pop();
  };
  visit(root);
}

/** Plain objects, lists, text, numbers, booleans and nulls. */
function plain(document: YamlDocument.Parsed, fail: Fail): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    const says = error instanceof Error ? error.message : '';
    if (says.startsWith('Excessive alias count')) return fail(0, `aliases stand for too much (more than ${mostAliases} values: an alias bomb?)`);
    return fail(0, lowerCase(says));
  }
}

type FindPair = (map: YAMLMap, key: string | number) => Pair | undefined;

/** Finds keys by an index of each mapping, made when it is first asked for: a file may have as many faults as keys. */
function pairFinder(): FindPair {
  const indexes = new Map<YAMLMap, ReadonlyMap<unknown, Pair>>();
  return (map, key) => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : pair.key, pair]));
    indexes.set(map, index);
    return index.get(key);
  };
}

function find(root: Node, path: Place, of: 'key' | 'value', lines: LineCounter, findPair: FindPair): Position {
  let node: Node = root;
  let offset = root.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    let next: Node | null | undefined;
    if (isMap(node)) {
      const pair = findPair(node, step);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      if (last && of === 'key') break;
      next = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number') {
      next = node.items[step] as Node | null | undefined;
    }
    if (next === null || next === undefined) break;
    offset = next.range?.[0] ?? offset;
    node = next;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The parser's own words in our style: one line, no capital. */
const lowerCase = (message: string): string => {
  const line = escaped(message.replace(/\s*\n[\s\S]*$/, ''));
  return (line.length > 200 ? `${line.slice(0, 197)}...` : line).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
};
