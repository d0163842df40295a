import type { Spec } from 'vega';
import { LABELS } from './bars.ts';

const PANEL = { least: 158, labels: 40, gap: 14 } as const;

/** A compiled chart at `width` px: small multiples wrap, bars stretch, legends break into lines. Lengths of a compiled chart are plain fields. */
export function fitted(spec: Spec, width: number, panels: number): Spec {
  const legends = (spec.legends ?? []).map((legend) => ({ ...legend, columns: Math.max(2, Math.floor(width / 125)) }));
  if (spec.layout === undefined) return { ...spec, legends, width: Math.max(80, width - LABELS - 12) };
  const columns = Math.max(1, Math.min(panels, Math.floor(width / PANEL.least)));
  const child = Math.floor((width - 12 - (columns - 1) * PANEL.gap) / columns) - PANEL.labels;
  return {
    ...spec,
    legends,
    layout: { ...spec.layout, columns, padding: PANEL.gap },
    signals: (spec.signals ?? []).map((signal) => (signal.name === 'child_width' ? { ...signal, value: child } : signal)),
  } as Spec;
}
