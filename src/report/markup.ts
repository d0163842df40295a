/** HTML that is safe to insert as it stands; made only by `html`, `raw` and `join`. */
export interface Markup {
  readonly markup: string;
}

export type Content = Markup | string | number | null | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for element content and quoted attributes alike. Control characters, which HTML forbids, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}

/** Template tag that escapes every value that is not `Markup` already; null leaves nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: parts.reduce((text, part, i) => text + part + (i < values.length ? render(values[i] ?? null) : ''), '') };
}

/** Text that was made safe elsewhere: SVG out of the renderer, script and style of the client. */
export function raw(markup: string): Markup {
  return { markup };
}

function render(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeHtml(content);
  if ('markup' in content) return content.markup;
  return content.map(render).join('');
}
