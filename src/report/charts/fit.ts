import type { Spec } from 'vega';
import { LABELS } from './bars.ts';

/** A phone's share of the label column: long names are cut there. */
const NARROW = { below: 440, labels: 136 } as const;
const PANEL = { least: 158, labels: 40, gap: 14 } as const;

/** A compiled chart at `width` px: small multiples wrap, bars stretch, legends break into lines. Lengths of a compiled chart are plain fields. */
export function fitted(spec: Spec, width: number, panels: number): Spec {
  const legends = (columns: number) => (spec.legends ?? []).map((legend) => ({ ...legend, columns: Math.max(1, columns) }));
  if (spec.layout === undefined) {
    const labels = width < NARROW.below ? NARROW.labels : LABELS;
    const plot = Math.max(80, width - labels - 14);
    const axes = (spec.axes ?? []).map((axis) => (axis.minExtent === LABELS ? { ...axis, minExtent: labels, maxExtent: labels, labelLimit: labels - 4, labelPadding: labels - 4 } : axis));
    return { ...spec, axes, width: plot, legends: legends(Math.floor(plot / 90)) };
  }
  const columns = Math.max(1, Math.min(panels, Math.floor(width / PANEL.least)));
  const child = Math.floor((width - 12 - (columns - 1) * PANEL.gap) / columns) - PANEL.labels;
  return {
    ...spec,
    legends: legends(Math.floor(width / 125)),
    layout: { ...spec.layout, columns, padding: PANEL.gap },
    signals: (spec.signals ?? []).map((signal) => (signal.name === 'child_width' ? { ...signal, value: child } : signal)),
  } as Spec;
}
