import { betweenWords } from '../report/tuning/between-words.ts';
import { metricInWords } from '../report/tuning/said.ts';
import { sensedReading, sensedTable } from '../report/tuning/sensitivity-rows.ts';
import { sensedWords } from '../report/tuning/sensitivity-words.ts';
import type { Sensitivity } from '../report/tuning/sensitivity.ts';
import { plain } from './plain.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { wrapped } from './wrapped.ts';

/** Rows that a person reads on a screen; a pipe gets all. */
const MOST_ROWS = 20;

/** What a terminal shows: for every system a table and a paragraph. */
export function sensitivityText(sensitivity: Sensitivity, screen: Screen): string {
  const { title, metric, unit, systems, between } = sensitivity;
  const width = Math.min(screen.width, 110);
  const parts = systems.map(({ system, sensed }) => {
    const { heads, rows } = sensedTable(sensed, unit);
    const shown = screen.boxes ? rows.slice(0, MOST_ROWS) : rows;
    const columns = heads.map(({ head, number }, i): Column<readonly string[]> => ({ head, key: i === 0, right: number, of: (row) => row[i] }));
    const rest = rows.length > shown.length ? `${rows.length - shown.length} more prices (through a pipe all are printed).\n` : '';
    return `${plain(title)}: ${system}, ${metricInWords(metric.name)}\n${plain(tableText(shown, columns, screen))}${rest}${wrapped(sensedReading[sensed.kind](metric.name), width, 0)}\n${wrapped(plain(sensedWords(sensed, sensitivity)), width, 0)}`;
  });
  return [...parts, ...(between === null ? [] : [wrapped(plain(betweenWords(between, sensitivity)), width, 0)])].join('\n');
}
