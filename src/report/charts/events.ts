import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { FADE, PALE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Chart, Row } from './chart.ts';

const EVENTS = ['exits', 'IPIs', 'wake-ups', 'kicks', 'interrupts'] as const;
/** Heads of the columns: short enough for a phone. */
const HEADS = ['exit', 'IPI', 'wake', 'kick', 'irq'] as const;

function countsOf(entry: Entry): readonly number[] {
  return [entry.exits, entry.ipis, entry.wakeups, entry.kicks, entry.interrupts];
}

/** Two digits do beside a bar; the tooltip and the table have more. */
function short(count: number): string {
  if (count === 0) return '0';
  if (count < 0.01) return '<.01';
  if (count < 10) return String(Number(count.toPrecision(2)));
  return count < 999.5 ? String(Math.round(count)) : `${Number((count / 1000).toPrecision(2))}k`;
}

/** Counts side by side: each column has its own scale, and the number stands beside its bar. */
export const events: Chart = {
  id: 'events',
  over: 'point',
  title: () => 'Events per request',
  says: () => 'How often a request leaves the guest, crosses cores, wakes a thread, notifies the device and interrupts the guest; bars are scaled within their column.',
  rows: (entries) => {
    const most = EVENTS.map((_, i) => Math.max(...entries.map((entry) => countsOf(entry)[i] ?? 0), 1e-9));
    return withHeadings(entries, (entry) => countsOf(entry).map((count, i): Row => ({
      system: entry.system, key: entry.key, maturity: entry.maturity,
      from: i, to: i + 0.32 * (count / (most[i] ?? 1)), number: i + 0.35, text: short(count),
      tip: `${entry.system}\n${EVENTS[i] ?? ''} per request: ${readable(count)}`,
    })));
  },
  spec: () => ({
    height: ROW_HEIGHT,
    encoding: { y: SYSTEM_AXIS, opacity: FADE, tooltip: { field: 'tip' } },
    layer: [
      {
        mark: { type: 'bar', color: 'var(--bar)' },
        encoding: {
          x: {
            field: 'from', type: 'quantitative', scale: { domain: [0, EVENTS.length], nice: false }, title: null,
            axis: {
              orient: 'top', values: EVENTS.map((_, i) => i), grid: true, ticks: false, domain: false, labelAlign: 'left', labelFlush: false, labelOverlap: false,
              labelExpr: `[${HEADS.map((name) => `'${name}'`).join(', ')}][datum.value]`,
            },
          },
          x2: { field: 'to' },
          fillOpacity: PALE,
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 10.5, color: 'var(--ink)' },
        encoding: { x: { field: 'number', type: 'quantitative' }, text: { field: 'text' } },
      },
    ],
  }),
  table: (entries) => ({
    columns: ['system', ...EVENTS, 'system calls', 'context switches'],
    rows: entries.map((entry) => [entry.system, ...countsOf(entry), entry.syscalls, entry.switches]),
  }),
};
