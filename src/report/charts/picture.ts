import * as vega from 'vega';
import type { Spec } from 'vega';
import type { Row } from './chart.ts';
import { fitted } from './fit.ts';
import { panelsOf } from './panels.ts';
import { slimSvg } from './slim-svg.ts';
import { textWidth } from './text-width.ts';

/** Vega measures text with this; its types do not know it. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number; readonly limit?: number }, text: unknown) => number;
}

/** A chart as static SVG, `width` px wide, without a DOM: its colours are the page's CSS variables. */
export async function picture(spec: Spec, rows: readonly Row[], width: number): Promise<string> {
  measureText();
  const sized = fitted(spec, width, panelsOf(rows));
  const data = (sized.data ?? []).map((set) => (set.name === 'table' ? { name: 'table', values: rows.map((row) => ({ ...row })) } : set));
  const view = new vega.View(vega.parse({ ...sized, data } as Spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return slimSvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}

function measureText(): void {
  if (!hasTextMetrics(vega)) return;
  vega.textMetrics.width = (item, text) => textWidth(String(text ?? ''), item.fontSize ?? 11);
}

function hasTextMetrics(module: object): module is { readonly textMetrics: TextMetrics } {
  return 'textMetrics' in module;
}
