import type { Odds } from '../experiment/odds.ts';
import type { Entry } from './entry.ts';
import { percent } from './numbers.ts';
import type { Verdict } from './verdict.ts';

/** How the answer fares at other prices, in one or two sentences; nothing where none were drawn. */
export function oddsInWords({ winner, tied, runnerUp, odds, candidates }: Verdict): string {
  if (odds === null || candidates.length < 2) return '';
  const against = runnerUp ?? tied[0];
  const over = against === undefined ? null : odds.over(against);
  const best = odds.best(winner);
  const rival = rivalOf(candidates.filter((entry) => entry !== winner), odds.best);
  return [
    over === null ? null : `${winner.system} beats ${against?.system} in ${percent(over.share)} of ${odds.draws} profiles that the uncertainty of the prices allows (${intervalInWords(over)}).`,
    best === null || candidates.length < 3 ? null : `It is the best of all ${candidates.length} candidates in ${percent(best.share)} (${intervalInWords(best)})${rival === null ? '' : `, ${rival.entry.system} in ${percent(rival.share)}`}.`,
  ].filter((sentence) => sentence !== null).join(' ');
}

const intervalInWords = ({ low, high }: Odds): string => `95 % interval ${percent(low)} to ${percent(high)}`;

/** Who is most often the best where the winner is not. */
function rivalOf(others: readonly Entry[], best: (entry: Entry) => Odds | null): { readonly entry: Entry; readonly share: number } | null {
  const [first] = others.map((entry) => ({ entry, share: best(entry)?.share ?? 0 })).toSorted((a, b) => b.share - a.share);
  return first !== undefined && first.share > 0 ? first : null;
}
