import { metricNamed } from '../../experiment/tuning/metric.ts';
import { broken } from '../../experiment/tuning/goals.ts';
import { metricInWords, metricUnit, metricValue } from '../tuning/said.ts';
import { pointInWords } from '../tuning/tuned-words.ts';
import type { Tuned } from '../tuning/tuned.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';

const KINDS = ['breaks a limit', 'tried', 'on the front', 'as the suite stands'] as const;

/** Every point that was tried: two objectives against each other with the front as a line, or one objective in the order of the search. */
export function frontPicture(tuned: Tuned, width: number): Promise<string> {
  const { goals: { objectives, constraints }, tried, front, base, unit, dimensions } = tuned;
  const [first, second] = objectives.map(({ metric }) => metricNamed(metric));
  const rows = [...tried, base].flatMap((one, i): readonly Row[] => {
    const { metrics } = one;
    if (metrics === null) return [];
    const what = i === tried.length ? KINDS[3] : front.includes(i) ? KINDS[2] : constraints.some((constraint) => broken(constraint, metrics) > 0) ? KINDS[0] : KINDS[1];
    const place = second === undefined ? { x: i === tried.length ? 0 : i + 1, y: first.of(metrics) } : { x: first.of(metrics), y: second.of(metrics) };
    return [{ system: '', what, order: KINDS.indexOf(what), ...place, tip: `${pointInWords(one, dimensions)}\n${objectives.map(({ metric }) => `${metricInWords(metric)} ${metricValue(metric, metricNamed(metric).of(metrics), unit)}`).join('\n')}` }];
  }).sort((a, b) => Number(a['order']) - Number(b['order']));
  const axis = (name: string): string => (metricUnit(name, unit) === '' ? metricInWords(name) : `${metricInWords(name)}, ${metricUnit(name, unit)}`);
  return picture(vegaOf('front', specification(second === undefined ? 'points tried' : axis(first.name), axis((second ?? first).name), objectives.length === 2)), rows, width, 1);
}

function specification(xTitle: string, yTitle: string, line: boolean): Specification {
  const x = { field: 'x', type: 'quantitative', title: xTitle, scale: { zero: false, padding: 10 }, axis: { format: '~s', tickCount: 6, grid: false } };
  const y = { field: 'y', type: 'quantitative', title: yTitle, scale: { zero: false, padding: 10 }, axis: { format: '~s', tickCount: 6 } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    height: 300,
    layer: [
      ...(line ? [{ transform: [{ filter: `datum.what === '${KINDS[2]}'` }], mark: { type: 'line', interpolate: 'linear', color: 'var(--available)', strokeWidth: 1.5 }, encoding: { x, y } }] : []),
      {
        mark: { type: 'point', filled: true, size: 44 },
        encoding: {
          x, y, tooltip: { field: 'tip' },
          color: { field: 'what', type: 'nominal', scale: { domain: KINDS, range: ['var(--line)', 'var(--soft)', 'var(--available)', 'var(--flight)'] } },
          shape: { field: 'what', type: 'nominal', scale: { domain: KINDS, range: ['cross', 'circle', 'circle', 'diamond'] } },
          opacity: { condition: { test: `datum.what === '${KINDS[1]}'`, value: 0.45 }, value: 1 },
        },
      },
    ],
  };
}
