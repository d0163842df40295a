import type { Changed } from '../experiment/compare/comparison.ts';
import { escaped } from '../experiment/quoted.ts';
import { gateInWords, inPercent, intervalInPercent, notes, onlyOnce, ranked, summaryOf, titleOf, valuesOf, verdictInWords, where, type Told } from '../report/compare/told.ts';
import { plain } from './plain.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { wrapped } from './wrapped.ts';

/** What a terminal shows of a comparison: for each metric what changed, the most changed first; then the rest in words, the gate last. */
export function comparedText({ compared, gate }: Told, screen: Screen): string {
  const width = Math.min(screen.width, 110);
  const line = (text: string, indent = 0): string => wrapped(escaped(plain(text)), width, indent);
  const parts = compared.metrics.map((one) => {
    const rows = ranked(one);
    const { metric } = one;
    const columns: readonly Column<Changed>[] = [
      { head: 'system', key: true, of: ({ match }) => escaped(match.base.system) },
      { head: 'trial', key: true, of: ({ match }) => escaped(where(match.base, compared)) },
      { head: 'base', right: true, of: (changed) => valuesOf(changed, metric)[0] },
      { head: 'new', right: true, of: (changed) => valuesOf(changed, metric)[1] },
      { head: 'change', right: true, of: ({ change }) => inPercent(change.ratio) },
      { head: '95 %', right: true, of: ({ change }) => intervalInPercent(change.interval) },
      { head: 'verdict', of: (changed) => verdictInWords(changed, metric, gate) },
    ];
    return `${plain(titleOf(metric))}\n${rows.length === 0 ? '' : plain(tableText(rows, columns, screen))}${line(summaryOf(one))}\n`;
  });
  return [
    line(`${compared.base.name} -> ${compared.now.name}`), '\n', ...parts,
    ...onlyOnce(compared).map(({ says, trials }) => `${line(says)}${trials.map((trial) => line(`  ${trial}`, 4)).join('')}\n`),
    ...notes(compared).map((note) => line(note)),
    ...(gate === null ? [] : [`\n${line(gateInWords(gate, compared))}`]),
  ].join('');
}
