import type { Spec } from 'vega';
import type { Row } from './chart.ts';
import { fitted } from './fit.ts';
import { panelsOf } from './panels.ts';
import { slimSvg } from './slim-svg.ts';
import { textWidth } from './text-width.ts';
import { View, parse, textMetrics } from './vega.ts';

/** Vega's level at which only errors are told. */
const ERRORS = 1;

/** A chart as static SVG, `width` px wide, without a DOM: its colours are the page's CSS variables. */
export async function picture(spec: Spec, rows: readonly Row[], width: number, panels = panelsOf(rows)): Promise<string> {
  textMetrics.width = (item, text) => textWidth(String(text ?? ''), item.fontSize ?? 11);
  const sized = fitted(spec, width, panels);
  const data = (sized.data ?? []).map((set) => (set.name === 'table' ? { name: 'table', values: rows.map((row) => ({ ...row })) } : set));
  const view = new View(parse({ ...sized, data } as Spec), { renderer: 'none', logLevel: ERRORS });
  try {
    return slimSvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}
