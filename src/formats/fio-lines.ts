import { quoted } from '../experiment/quoted.ts';

/** One option of a job file where it stands; lines and columns from 1. */
export interface FioEntry {
  readonly key: string;
  /** Missing for a bare word. */
  readonly value: string | undefined;
  /** White space between `=` and the value, which fio takes before numbers and not before words. */
  readonly gap: boolean;
  readonly line: number;
  readonly keyColumn: number;
  readonly valueColumn: number;
}

/** A `[name]` line of a job file with the options below it. */
export interface FioSection {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly entries: readonly FioEntry[];
}

const longestLine = 4000;
const longestName = 255;
/** So many jobs fio itself can hold (REAL_MAX_JOBS). */
export const mostJobs = 4096;

/** An error with its position; `right` says what would have been right. */
export const fioFault = (file: string, line: number, column: number, message: string, value: string, right: string): Error =>
  new Error(`${file}:${line}:${column}: ${message}: ${quoted(value)} (${right})`);

const isControl = (code: number): boolean => code < 32 || (code >= 127 && code < 160) || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
/** C's isspace without the line feed. */
const isBlank = (code: number): boolean => code === 32 || code === 9 || (code >= 11 && code <= 13);

/** Sections of a job file, one after another, as the reader in fio's init.c cuts it: a comment runs from the first `;` or `#` of a line. */
export function* fioSections(text: string, file: string): Generator<FioSection, void, void> {
  let section: { name: string; line: number; column: number; entries: FioEntry[] } | undefined;
  let sections = 0;
  let line = 0;
  for (let start = 0, end = 0; start <= text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    line++;
    if (end === start) continue;
    const fault = (at: number, message: string, value: string, right: string): Error => fioFault(file, line, at - start + 1, message, value, right);
    if (end - start > longestLine) throw fault(start, 'line too long', `${end - start} characters`, `at most ${longestLine}`);

    let from = start;
    while (from < end && isBlank(text.charCodeAt(from))) from++;
    let to = from;
    let equals = -1;
    for (; to < end; to++) {
      const code = text.charCodeAt(to);
      if (code === 59 || code === 35) break; // ; #
      if (code === 61 && equals < 0) equals = to; // =
    }
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    if (to === from) continue;
    for (let at = from; at < to; at++) {
      if (text.charCodeAt(at) !== 9 && isControl(text.charCodeAt(at))) throw fault(at, 'control character', text[at], 'remove it');
    }

    if (text[from] === '[') {
      const name = text.slice(from + 1, to - 1);
      if (text[to - 1] !== ']') throw fault(from, 'section without an end', text.slice(from, to), 'write [name]');
      if (name === '') throw fault(from, 'section without a name', '[]', 'write [name]');
      if (name.length > longestName) throw fault(from, 'section name too long', name, `at most ${longestName} characters`);
      if (section !== undefined) yield section;
      if (++sections > 2 * mostJobs) throw fault(from, 'too many sections', `${sections}`, `at most ${2 * mostJobs}`);
      section = { name, line, column: from - start + 1, entries: [] };
      continue;
    }
    const content = text.slice(from, to);
    const variable = firstVariable(content);
    if (variable !== undefined) throw fault(from + content.indexOf(variable), 'variables are not replaced here', variable, 'write the value itself');
    if (section === undefined) throw fault(from, 'option before the first section', content, 'write [global] or [name] above it');
    if (content.startsWith('include')) throw fault(from, 'other files are not read from a job file', content, 'put its lines here');
    if (equals < 0 || equals >= to) {
      section.entries.push({ key: content, value: undefined, gap: false, line, keyColumn: from - start + 1, valueColumn: from - start + 1 });
      continue;
    }
    let keyEnd = equals;
    while (keyEnd > from && isBlank(text.charCodeAt(keyEnd - 1))) keyEnd--;
    let valueStart = equals + 1;
    while (valueStart < to && isBlank(text.charCodeAt(valueStart))) valueStart++;
    section.entries.push({
      key: text.slice(from, keyEnd),
      value: text.slice(valueStart, to),
      gap: valueStart > equals + 1,
      line,
      keyColumn: from - start + 1,
      valueColumn: valueStart - start + 1,
    });
  }
  if (section !== undefined) yield section;
}

/** What fio would replace by the environment's or the machine's: a result must not depend on who reads the file. */
function firstVariable(content: string): string | undefined {
  if (!content.includes('$')) return undefined;
  const start = content.indexOf('${');
  const end = start < 0 ? -1 : content.indexOf('}', start);
  if (end >= 0) return content.slice(start, end + 1);
  return ['$pagesize', '$mb_memory', '$ncpus'].find((word) => content.includes(word));
}
