import type { Spec } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { Chart, Scene } from './chart.ts';
import { vegaLite } from './specification.ts';

/** A chart as Vega runs it: its data set `table` is empty and waits for rows. */
export const compiled = (chart: Chart, scene: Scene): Spec => vegaOf(chart.id, vegaLite(chart, scene, []));

/** A Vega-Lite specification as Vega runs it. */
export function vegaOf(name: string, specification: Readonly<Record<string, unknown>>): Spec {
  if (!isSpecification(specification)) throw new Error(`chart ${name} makes no Vega-Lite specification`);
  return compile(specification).spec;
}

/** Vega-Lite's own types are too deep to build in parts; it checks the rest when it compiles. */
function isSpecification(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & TopLevelSpec {
  return 'data' in value && ('layer' in value || 'mark' in value || 'facet' in value);
}
