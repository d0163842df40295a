import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { FADE, PALE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Row, Specification } from './chart.ts';

/** One row for each system and part; parts of nothing are left out. */
export function stackedRows(entries: readonly Entry[], parts: readonly string[], valuesOf: (entry: Entry) => readonly number[], unit: string): readonly Row[] {
  return withHeadings(entries, (entry) => {
    const values = valuesOf(entry);
    const some = parts.flatMap((part, order) => {
      const value = values[order] ?? 0;
      return value > 0 ? [row(entry, part, order, value, `${part}: ${readable(value)} ${unit}`)] : [];
    });
    return some.length > 0 ? some : [row(entry, parts[0] ?? '', 0, 0, 'nothing')];
  });
}

function row(entry: Entry, part: string, order: number, value: number, says: string): Row {
  return { system: entry.system, key: entry.key, maturity: entry.maturity, part, order, value, tip: `${entry.system}\n${says}` };
}

/** Bars of parts in a fixed order and colour. */
export function stackedSpec(parts: readonly string[], colours: readonly string[], axis: Specification): Specification {
  return {
    height: ROW_HEIGHT,
    mark: { type: 'bar', stroke: 'var(--paper)', strokeWidth: 0.75 },
    encoding: {
      y: SYSTEM_AXIS,
      x: { field: 'value', type: 'quantitative', stack: 'zero', ...axis },
      color: { field: 'part', type: 'nominal', scale: { domain: parts, range: colours } },
      order: { field: 'order', type: 'quantitative' },
      opacity: FADE,
      fillOpacity: PALE,
      tooltip: { field: 'tip' },
    },
  };
}
