import type { Results } from '../experiment/results.ts';
import { titleOf } from '../report/answer.ts';
import { comparisonOf } from '../report/comparison.ts';
import { oddsInWords } from '../report/odds-words.ts';
import { verdictsOf } from '../report/verdict.ts';
import { plain } from './plain.ts';

/** For each grid point how its answer fares at the drawn prices; nothing where none were drawn. */
export function oddsText(results: Results): string {
  if (results.trials.every(({ uncertainty }) => uncertainty === undefined)) return '';
  const comparison = comparisonOf(results);
  const lines = verdictsOf(results, comparison).flatMap((verdict) => {
    const said = oddsInWords(verdict);
    return said === '' ? [] : [`${titleOf(comparison, verdict.point)}: ${said}\n`];
  });
  return lines.length === 0 ? '' : plain(`\n${lines.join('')}`);
}
