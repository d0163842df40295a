import type { Accuracy } from '../experiment/accuracy.ts';
import { groupBy } from './group-by.ts';
import { errorOf } from './accuracy-words.ts';

/** How well each group was met, as a table of Markdown: no band and no row, so that it changes only where accuracy does. */
export function accuracyMarkdown({ groups }: { readonly groups: readonly Accuracy[] }): string {
  const head = ['measurements', 'fitted to', 'median, worst error', 'predicted', 'median, worst error', 'null model', 'nearer than it', 'orderings right'];
  const lines = [...groupBy(groups, ({ group }) => group)].map(([group, members]) => {
    const of = (use: Accuracy['use']): Accuracy | undefined => members.find((each) => each.use === use);
    const [fit, validation] = [of('fit'), of('validation')];
    const [right, ranges] = [sum(members, ({ right }) => right), sum(members, ({ ranges }) => ranges)];
    return [
      `\`${group}\``, ...errors(fit), ...errors(validation), errorOf(validation?.null_median_error_pct ?? null),
      validation === undefined || validation.null_numbers === 0 ? '–' : `${validation.beaten} of ${validation.null_numbers}`,
      ranges === 0 ? '–' : `${right} of ${ranges}`,
    ];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

const errors = (accuracy: Accuracy | undefined): readonly string[] =>
  accuracy === undefined || accuracy.numbers === 0 ? ['–', '–'] : [String(accuracy.numbers), `${errorOf(accuracy.median_error_pct)}, ${errorOf(accuracy.worst_error_pct)}`];

const sum = (members: readonly Accuracy[], of: (each: Accuracy) => number): number => members.reduce((total, each) => total + of(each), 0);
