import { html } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { readable } from '../../numbers.ts';

/** As many as a median needs, and no memory of a colder time. */
const KEPT = 25;

/** Times from the last movement to the drawn result, in ms. */
export class Stopwatch {
  private readonly times: number[] = [];

  add(ms: number): void {
    this.times.push(ms);
    if (this.times.length > KEPT) this.times.shift();
  }

  /** The last time and the median, in words; nothing before the first. */
  says(): Markup | null {
    const last = this.times.at(-1);
    if (last === undefined) return null;
    const median = [...this.times].sort((a, b) => a - b)[Math.floor(this.times.length / 2)];
    return html` Simulated and drawn <data value="${String(last)}" data-last>${readable(last)}</data> ms after the last movement (median of ${this.times.length}: ${readable(median)} ms).`;
  }
}
