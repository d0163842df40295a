/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { entriesOf } from '../embedded.ts';
import type { Embedded } from '../embedded.ts';
import type { Comparison } from '../comparison.ts';

/** What the generator left in the page for the script. */
export interface PageData extends Comparison {
  readonly name: string;
  readonly scenes: Embedded['scenes'];
  readonly specs: Embedded['specs'];
  readonly uses: Embedded['uses'];
}

export function pageData(): PageData | null {
  const text = document.getElementById('data')?.textContent;
  if (!text) return null;
  const data: Embedded = JSON.parse(text);
  return { ...data, entries: entriesOf(data) };
}
