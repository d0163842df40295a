import { nearest } from './nearest.ts';

/** A user's value as it stands in an error: one line, at most 60 letters, nothing that a terminal would act on. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  if (typeof value !== 'string') return String(value);
  const short = value.length > 60 ? `${value.slice(0, 57)}...` : value;
  return /^[\w.,:/@%+=[\]-]+$/.test(short) ? short : escaped(JSON.stringify(short));
}

/** Control, formatting and unpaired letters (and the line ends of Unicode) as \u{...}. */
export const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);

/** `unknown backend: vhots (did you mean vhost?)`; where nothing is near, what there is, or those of it that are worth a list. */
export function unknown(what: string, word: string, known: readonly string[], listed: readonly string[] = known): string {
  const near = nearest(word, known);
  const list = listed.length <= 12 ? listed.join(', ') : `${listed.slice(0, 12).join(', ')} and ${listed.length - 12} more`;
  return `unknown ${what}: ${quoted(word)} ${near === undefined ? `(known: ${list})` : `(did you mean ${near}?)`}`;
}
