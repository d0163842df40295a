import type { Chart, Row, Scene } from './chart.ts';
import { THEME } from './theme.ts';

/** The Vega-Lite specification of a chart as a user may take it elsewhere. */
export function vegaLite(chart: Chart, scene: Scene, rows: readonly Row[]): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${chart.title(scene)}. ${chart.says(scene)}`,
    data: { name: 'table', values: rows },
    config: THEME,
    ...chart.spec(scene),
  };
}
