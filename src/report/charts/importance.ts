import { percent } from '../numbers.ts';
import { metricInWords } from '../tuning/said.ts';
import { nameOf } from '../tuning/tuned-words.ts';
import type { Tuned } from '../tuning/tuned.ts';
import { ROW_HEIGHT } from './bars.ts';
import type { Row } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { HEADED_ROWS } from './swing-bars.ts';
import { THEME } from './theme.ts';

/** For each objective, which dimension its variance lies between, the largest share first. */
export function importancePicture({ goals: { objectives }, dimensions, importance }: Tuned, width: number): Promise<string> {
  const rows = objectives.flatMap(({ metric }, o): readonly Row[] => [
    { system: '', key: `${metricInWords(metric)}:`, tip: '', value: 0, text: '' },
    ...dimensions.map((dimension, i) => ({ name: nameOf(dimension), share: importance[o][i] })).sort((a, b) => b.share - a.share)
      .map(({ name, share }): Row => ({ system: '', key: `${metric}|${name}`, tip: `${name}: ${percent(share)}`, value: share, text: percent(share) })),
  ]);
  const x = { field: 'value', type: 'quantitative', title: 'share of the variance among what was tried', scale: { domain: [0, 1.1] }, axis: { format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] } };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'table', values: [] }, config: THEME, height: ROW_HEIGHT, encoding: { y: HEADED_ROWS, tooltip: { field: 'tip' } },
    layer: [
      { mark: { type: 'bar', color: 'var(--available)' }, encoding: { x } },
      { mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, fontSize: 10.5, color: 'var(--ink)' }, encoding: { x, text: { field: 'text' } } },
    ],
  };
  return picture(vegaOf('importance', spec), rows, width, 1);
}
