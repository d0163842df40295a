import { backendColours, backendShapes } from './palette.ts';
import { FADE } from './bars.ts';
import type { Scene, Specification } from './chart.ts';
import { pricesRibbon } from './prices-band.ts';
import type { Entry } from '../entry.ts';
import { groupBy } from '../group-by.ts';

/** Small multiples, one for each hypervisor: colour and shape are the backend, dashes its variants, hollow is hypothetical. */
export function linesByHypervisor(scene: Scene, x: Specification, y: Specification, points: boolean | 'measured'): Specification {
  const { backends } = scene;
  const colour = { field: 'backend', type: 'nominal', scale: { domain: backends, range: backendColours(backends) } };
  const line = {
    mark: { type: 'line' },
    encoding: {
      color: points !== false ? colour : { ...colour, legend: { symbolType: 'stroke', symbolStrokeWidth: 3 } },
      detail: { field: 'system' },
      strokeDash: { field: 'variant', type: 'ordinal', scale: { domain: [0, 1, 2, 3], range: [[1, 0], [5, 3], [2, 2], [8, 3, 2, 3]] }, legend: null },
    },
  };
  const point = {
    // Where a line bends between its points, only those that were run are marked.
    ...(points === 'measured' ? { transform: [{ filter: 'datum.measured' }] } : {}),
    mark: { type: 'point', filled: false, strokeWidth: 1.5 },
    encoding: {
      color: colour,
      fill: colour,
      shape: { field: 'backend', type: 'nominal', scale: { domain: backends, range: backendShapes(backends) } },
      fillOpacity: { condition: { test: "datum.maturity === 'hypothetical'", value: 0 }, value: 1 },
    },
  };
  // Without points the lines still need something to hover.
  const target = { mark: { type: 'point', filled: true, size: 60, color: 'transparent', opacity: 0 }, encoding: { opacity: { value: 0 } } };
  return {
    facet: { field: 'hypervisor', type: 'nominal', title: null, sort: scene.hypervisors },
    columns: 3,
    spec: { width: 130, height: 150, encoding: { x, y, opacity: FADE, tooltip: { field: 'tip' } }, layer: [...(scene.banded && points === true ? [pricesRibbon(y, colour)] : []), line, points !== false ? point : target] },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  };
}

/** 0 for a backend's first variant under its hypervisor, 1 for the next: which dashes its line has. */
export function variantOf(entries: readonly Entry[]): (entry: Entry) => number {
  const variants = groupBy([...new Set(entries.map((entry) => entry.key))].sort(), (key) => key.split('[')[0]?.split(' ')[0]);
  return (entry) => Math.max(0, [...variants.values()].find((keys) => keys.includes(entry.key))?.indexOf(entry.key) ?? 0) % 4;
}

/** x axis over the grid's numeric key: in octaves where its values are powers of two. */
export function gridAxis(values: readonly number[], title: string): Specification {
  const octaves = values.every((value) => value > 0 && Number.isInteger(Math.log2(value)));
  return {
    field: 'at', type: 'quantitative', title,
    scale: octaves ? { type: 'log', base: 2, nice: false, padding: 8 } : { zero: false, nice: false, padding: 8 },
    axis: { values, grid: false, format: 'd', labelOverlap: true },
  };
}
