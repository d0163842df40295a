import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { BAR_NUMBERS, FADE, PALE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Row, Specification } from './chart.ts';
import { longest, ROOM } from './longest.ts';

/** One row for each system and part; parts of nothing are left out. With totals a bar ends in its sum, and one that would dwarf the others is shortened, its parts alike. */
export function stackedRows(entries: readonly Entry[], parts: readonly string[], valuesOf: (entry: Entry) => readonly number[], unit: string, totals: boolean): readonly Row[] {
  const sums = entries.map((entry) => sum(valuesOf(entry)));
  const limit = totals ? longest(sums) : Infinity;
  const rows = withHeadings(entries, (entry) => {
    const values = valuesOf(entry);
    const total = sum(values);
    const scale = total > limit ? limit / total : 1;
    const some = parts.flatMap((part, order) => {
      const value = values[order] ?? 0;
      return value > 0 ? [row(entry, part, order, value * scale, `${part}: ${readable(value)} ${unit}`)] : [];
    });
    const bar = some.length > 0 ? some : [row(entry, parts[0] ?? '', 0, 0, 'nothing')];
    if (!totals) return bar;
    const text = { end: Math.min(total, limit), text: total > limit ? `${readable(total)} ▸` : readable(total) };
    return bar.map((part, i) => (i === bar.length - 1 ? { ...part, ...text } : part));
  });
  // The invisible headings make the room.
  return totals ? rows.map((one) => (one['heading'] === true ? { ...one, value: ROOM * Math.min(limit, Math.max(...sums)) } : one)) : rows;
}

function row(entry: Entry, part: string, order: number, value: number, says: string): Row {
  return { system: entry.system, key: entry.key, maturity: entry.maturity, part, order, value, tip: `${entry.system}\n${says}` };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Bars of parts in a fixed order and colour. */
export function stackedSpec(parts: readonly string[], colours: readonly string[], axis: Specification, totals: boolean): Specification {
  const bars = {
    mark: { type: 'bar', stroke: 'var(--paper)', strokeWidth: 0.75 },
    encoding: {
      x: { field: 'value', type: 'quantitative', stack: 'zero', ...axis },
      color: { field: 'part', type: 'nominal', scale: { domain: parts, range: colours } },
      order: { field: 'order', type: 'quantitative' },
      fillOpacity: PALE,
    },
  };
  return {
    height: ROW_HEIGHT,
    encoding: { y: SYSTEM_AXIS, opacity: FADE, tooltip: { field: 'tip' } },
    layer: totals ? [bars, BAR_NUMBERS] : [bars],
  };
}
