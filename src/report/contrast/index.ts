import type { Contrast } from '../../experiment/waterfall.ts';
import { DIAGRAM_COLOURS } from '../explained/diagram-style.ts';
import type { ResultUnit } from '../units.ts';
import { contrastPage } from './page.ts';
import { CONTRAST_STYLE } from './style.ts';
import { contrastText } from './text.ts';
import { waterfallDrawing } from './waterfall-drawing.ts';

/** Makes a text of a contrast; `asked` says in words what both were asked. */
export type ContrastWriter = (contrast: Contrast, unit: ResultUnit, asked: string) => string | Promise<string>;

export const contrastWriters = {
  text: contrastText,
  json: (contrast, unit, asked) => `${JSON.stringify({ asked, unit, ...contrast }, null, 2)}\n`,
  html: contrastPage,
  svg: (contrast, unit) => waterfallSvg(contrast, unit),
} as const satisfies Record<string, ContrastWriter>;

/** The waterfall of latencies as a picture that stands alone. */
function waterfallSvg({ a, b, requests, byGroup }: Contrast, unit: ResultUnit): string {
  const style = `${DIAGRAM_COLOURS}${CONTRAST_STYLE}.waterfall { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; background: var(--page); }`;
  const { markup } = waterfallDrawing(byGroup, { what: 'Mean latency by group of costs', a, b, requests, unit }, 900);
  return `${markup.replace(/^<svg ([^>]*)>/, (_all, attributes: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><style>${style}</style>`)}\n`;
}
