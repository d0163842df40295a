import { metricNamed } from '../experiment/tuning/metric.ts';
import type { Evaluation } from '../experiment/tuning/search.ts';
import { keyOf } from '../experiment/tuning/space.ts';
import { metricInWords, metricValue } from '../report/tuning/said.ts';
import { nameOf, tunedWords, valueInWords } from '../report/tuning/tuned-words.ts';
import type { Tuned } from '../report/tuning/tuned.ts';
import { plain } from './plain.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { wrapped } from './wrapped.ts';

/** What a terminal shows: the front, and the paragraph. */
export function tunedText(tuned: Tuned, screen: Screen): string {
  const { title, goals: { objectives, constraints }, dimensions, tried, front, unit } = tuned;
  const metrics = [...new Set([...objectives, ...constraints].map(({ metric }) => metric))];
  const columns: readonly Column<Evaluation>[] = [
    ...dimensions.map((dimension): Column<Evaluation> => ({ head: nameOf(dimension), key: true, right: dimension.kind === 'range', of: ({ point }) => valueInWords(dimension, point[keyOf(dimension)]) })),
    ...metrics.map((metric): Column<Evaluation> => ({ head: metricInWords(metric), right: true, of: (one) => (one.metrics === null ? '' : metricValue(metric, metricNamed(metric).of(one.metrics), unit)) })),
  ];
  const table = front.length === 0 ? '' : tableText(front.map((i) => tried[i]), columns, screen);
  return `${plain(title)}: ${tried.length} points tried, ${front.length} on the front\n${plain(table)}${wrapped(plain(tunedWords(tuned)), Math.min(screen.width, 110), 0)}`;
}
