import { unknown } from '../../experiment/quoted.ts';
import { chrome } from './chrome.ts';
import { folded } from './folded.ts';
import { ftrace } from './ftrace.ts';
import { speedscope } from './speedscope.ts';
import type { TraceFormat } from './trace-format.ts';

/** Formats of traces by the name that --trace-format takes. */
export const traceFormats = { chrome, speedscope, folded, ftrace } as const satisfies Record<string, TraceFormat>;

export type TraceFormatName = keyof typeof traceFormats;

const names: readonly TraceFormatName[] = ['chrome', 'speedscope', 'folded', 'ftrace'];

/** The format of a file: as named, else as its ending says (the longest that fits). */
export function traceFormatOf(file: string, asked: string | undefined): TraceFormatName {
  if (asked !== undefined) {
    const named = names.find((name) => name === asked);
    if (named === undefined) throw new Error(`--trace-format: ${unknown('format', asked, names)}`);
    return named;
  }
  const endings = names.flatMap((name) => traceFormats[name].endings.map((ending) => ({ name, ending })));
  const [fits] = endings.filter(({ ending }) => file.toLowerCase().endsWith(ending)).sort((a, b) => b.ending.length - a.ending.length);
  if (fits === undefined) throw new Error(`--trace ${file}: its ending names no format (${names.map((name) => `${traceFormats[name].endings.join(' or ')} for ${name}`).join(', ')}; or --trace-format)`);
  return fits.name;
}
