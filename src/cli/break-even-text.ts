import type { BreakEven, Sample } from '../experiment/tuning/break-even.ts';
import { aheadOf, leadOf } from '../experiment/tuning/paired.ts';
import type { Cell, Frontier } from '../experiment/tuning/frontier.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import { nameOfKey } from '../report/comparison.ts';
import { percent } from '../report/numbers.ts';
import { versusWords } from '../report/tuning/break-even-words.ts';
import { metricInWords, metricValue, onAxis } from '../report/tuning/said.ts';
import type { Versus } from '../report/tuning/versus.ts';
import { plain } from './plain.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { wrapped } from './wrapped.ts';

/** What a terminal shows of a break-even: every value that was tried, or the map of a plane, then the paragraph. */
export function breakEvenText(versus: Versus, screen: Screen): string {
  const { title, a, b, metric, found } = versus;
  const table = found.kind === 'line' ? lineTable(versus, found.line, screen) : planeTable(versus, found.plane, screen);
  const words = wrapped(plain(versusWords(versus)), Math.min(screen.width, 110), 0);
  return `${plain(title)}: ${a} against ${b}, ${metricInWords(metric.name)}\n${plain(table)}${words}`;
}

function lineTable({ a, b, metric: { name }, unit }: Versus, { axis, samples }: BreakEven, screen: Screen): string {
  const metric = metricNamed(name);
  const columns: readonly Column<Sample>[] = [
    { head: nameOfKey(axis.key), key: true, right: true, of: ({ x }) => onAxis(axis, x) },
    { head: a, right: true, of: (sample) => metricValue(name, sample.a, unit) },
    { head: b, right: true, of: (sample) => metricValue(name, sample.b, unit) },
    { head: 'difference', right: true, of: ({ difference: { mean } }) => metricValue(name, mean, unit) },
    { head: '95 %', right: true, of: ({ difference: { low, high } }) => (Number.isFinite(low) ? `${metricValue(name, low, unit)} to ${metricValue(name, high, unit)}` : '') },
    { head: 'ahead', of: ({ difference }) => ({ a, b, tie: 'equal' })[aheadOf(metric, difference)] + (Number.isFinite(difference.low) && !difference.differs && difference.mean !== 0 ? ' ~' : '') },
  ];
  return tableText(samples, columns, screen);
}

/** One row for each value of y, the largest first; a cell says who is ahead and by how much of the larger number, `~` where they cannot be told apart. */
function planeTable({ a, b, metric: { name } }: Versus, { x, y, cells }: Frontier, screen: Screen): string {
  const metric = metricNamed(name);
  const rows = [...new Set(cells.map((cell) => cell.y))].reverse();
  const cell = (across: number, up: number): Cell | undefined => cells.find((one) => one.x === across && one.y === up);
  const columns: readonly Column<number>[] = [
    { head: `${nameOfKey(y.key)} \\ ${nameOfKey(x.key)}`, key: true, right: true, of: (up) => onAxis(y, up) },
    ...[...new Set(cells.map((one) => one.x))].map((across): Column<number> => ({
      head: onAxis(x, across), right: true,
      of: (up) => {
        const here = cell(across, up);
        if (here === undefined) return '';
        const ahead = { a: 'A', b: 'B', tie: '=' }[aheadOf(metric, here.difference)];
        return `${Number.isFinite(here.difference.low) && !here.difference.differs ? '~' : ''}${ahead} ${percent(leadOf(here)).replaceAll('\u202f', '')}`;
      },
    })),
  ];
  return `${tableText(rows, columns, screen)}A: ${a} is ahead, B: ${b}, by so much of the larger number; ~: they cannot be told apart.\n`;
}
