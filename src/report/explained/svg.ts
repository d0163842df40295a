import type { Explanation } from '../../experiment/explanation.ts';
import { diagram } from './diagram.ts';
import { DIAGRAM_COLOURS, DIAGRAM_STYLE } from './diagram-style.ts';
import { sceneOf } from './scene.ts';
import { duration, meetings, operation } from './told.ts';

/** The sequence diagram as a picture that stands alone, light or dark as its reader is. */
export function explainedSvg(explanation: Explanation): string {
  const scene = sceneOf(explanation);
  const { markup } = diagram(scene, { scale: false, width: 900 });
  const says = `${scene.title}: ${operation(explanation)}, ${duration(scene.latencyPs, scene.unit)}. ${meetings(explanation)}`.trim();
  const escaped = says.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '');
  return markup.replace(/^<svg ([^>]*)>/, (_all, attributes: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><style>${DIAGRAM_COLOURS}.sequence { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; background: var(--page); }${DIAGRAM_STYLE}</style><desc>${escaped}</desc>`) + '\n';
}
