import { escaped } from '../experiment/quoted.ts';

/** Where in a file something stands: the keys and indexes that lead to it. */
export type Place = readonly (string | number)[];

/** A file that was read: its plain value, and the line and column of every part of it. */
export interface Document {
  readonly file: string;
  readonly value: unknown;
  /** Line and column, from 1, of the value at a place; of its key with `'key'`; of the nearest part around it where it is missing. */
  readonly position: (place: Place, of?: 'key' | 'value') => Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with one part of a file, in half a sentence without a position. */
export interface Problem {
  readonly place: Place;
  readonly of?: 'key' | 'value';
  readonly says: string;
}

const mostShown = 10;

/** `file:line:column`, as compilers and editors write it. */
export const at = (file: string, { line, column }: Position): string => `${file}:${line}:${column}`;

/** Refuses a file: all its problems in one error in the order of the file, one per line and ten at most. */
export function refuse(document: Document, problems: readonly Problem[]): never {
  const lines = problems
    .map(({ place, of, says }) => ({ ...document.position(place, of), says }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map((problem) => `${at(document.file, problem)}: ${escaped(problem.says)}`);
  const each = [...new Set(lines)];
  const more = each.length - mostShown + 1;
  throw new Error(each.length <= mostShown ? each.join('\n') : [...each.slice(0, mostShown - 1), `${document.file}: and ${more} more problems`].join('\n'));
}
