import { gateInWords, inPercent, intervalInPercent, notes, onlyOnce, ranked, summaryOf, titleOf, valuesOf, verdictInWords, where, type Told } from './told.ts';

/** Rows of a table: what a review can hold (GitHub takes 65,536 letters). */
const MOST = 60;

/** A comparison as Markdown for a review: the gate, a table of what changed for each metric, the most changed first. */
export function comparedMarkdown({ compared, gate }: Told): string {
  const { base, now, metrics } = compared;
  return [
    `# ${cell(base.name)} → ${cell(now.name)}`, '',
    ...(gate === null ? [] : [`**${gateInWords(gate, compared)}**`, '']),
    ...metrics.flatMap((one) => {
      const rows = ranked(one);
      const shown = rows.slice(0, MOST).map((changed) => [changed.match.base.system, where(changed.match.base, compared), ...valuesOf(changed, one.metric), inPercent(changed.change.ratio), intervalInPercent(changed.change.interval), verdictInWords(changed, one.metric, gate)]);
      return [`## ${titleOf(one.metric)}`, '', summaryOf(one), '', ...(rows.length === 0 ? [] : [...tableOf(['system', 'trial', 'base', 'new', 'change', '95 %', ''], shown), '']), ...(rows.length > MOST ? [`And ${rows.length - MOST} more.`, '']: [])];
    }),
    ...onlyOnce(compared).flatMap(({ says, trials }) => [`## ${cell(says)}`, '', ...trials.slice(0, MOST).map((trial) => `- ${cell(trial)}`), ...(trials.length > MOST ? [`- and ${trials.length - MOST} more`] : []), '']),
    ...notes(compared).map((note) => `- ${cell(note)}`), '',
  ].join('\n');
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [`| ${head.join(' | ')} |`, '|---|---|--:|--:|--:|--:|---|', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)];

/** Text that means nothing to Markdown: an underscore within a word has no meaning, nor has a tilde by itself. */
const cell = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*[\]|<>#&!@]|~(?=~)|(?<!\w)_|_(?!\w)/g, (letter) => `&#${letter.codePointAt(0)};`);
