/** Attributes that the page's stylesheet sets or that say nothing; labels for readers stand on the whole picture. */
const IDLE = / (?:role|class|font-family|pointer-events|aria-[a-z]+|(?:stroke-|fill-)?opacity="1"|stroke-width="1"|font-weight="400"|stroke-dasharray="1,0"|[xy]2="0"|xmlns(?::xlink)?|version)(?:="[^"]*")?(?=[ />])/g;

/** A Vega SVG a third as long: no empty groups, no invisible marks and bars of no length, bars of one look as one path, one decimal. Works on tags only, never on text between them. */
export function slimSvg(svg: string): string {
  const seen = svg.replace(/<text [^<>]* opacity="0"[^<>]*>[^<]*<\/text>|<text[^<>]*\/>|<text[^<>]*><\/text>|<path [^<>]* opacity="0"[^<>]*\/>|<path [^<>]* d="M[-\d.,]+h0v[\d.]+h0Z"[^<>]*\/>/g, '');
  const tags = seen.replace(/<[^<>]*>/g, (tag) => {
    if (tag.startsWith('<path class="foreground"')) return '';
    if (tag.startsWith('<path class="background"') && !/ (?:fill|stroke)="/.test(tag)) return '';
    return tag
      .replace(IDLE, '')
      .replace(/ transform="translate\(0,0\)"/, '')
      .replace(/ (?:d|transform|x2|y2|x|y|width|height|viewBox)="[^"]*"/g, (attribute) => attribute.replace(/\d+\.\d{2,}/g, (n) => String(Number(Number(n).toFixed(1)))))
      .replace(/^<text([^<>]*) transform="translate\((-?[\d.]+),(-?[\d.]+)\)"/, '<text$1 x="$2" y="$3"');
  });
  return unwrapped(joined(lifted(tags)));
}

/** Without `<g></g>` and without groups that carry no attribute. */
function unwrapped(svg: string): string {
  let before = svg;
  for (;;) {
    const after = before.replace(/<g(?: [^<>]*)?><\/g>/g, '');
    if (after === before) break;
    before = after;
  }
  const bare: boolean[] = [];
  return before.replace(/<g( [^<>]*)?>|<\/g>/g, (tag, attributes: string | undefined) => {
    if (tag !== '</g>') {
      bare.push(attributes === undefined);
      return attributes === undefined ? '' : tag;
    }
    return bare.pop() === true ? '' : tag;
  });
}

/** Attributes that children inherit. */
const INHERITED = / (?:fill|fill-opacity|stroke|stroke-width|stroke-dasharray|font-size|font-weight|text-anchor)="[^"]*"/g;

/** Writes what most marks of a flat group say on the group, where every mark says something else or the same. */
function lifted(svg: string): string {
  return svg.replace(/<g([^<>]*)>((?:<(?:path|line|rect)[^<>]*\/>|<text[^<>]*>[^<]*<\/text>)+)<\/g>/g, (whole, own: string, marks: string) => {
    const tags = marks.match(/<(?:path|line|rect|text)[^<>]*>/g) ?? [];
    const common = (tags[0]?.match(INHERITED) ?? []).flatMap((attribute) => {
      const name = attribute.slice(0, attribute.indexOf('=') + 1);
      const said = tags.map((tag) => tag.match(INHERITED)?.find((other) => other.startsWith(name)));
      return own.includes(name) || said.includes(undefined) ? [] : [mostCommon(said)];
    });
    if (common.length === 0) return whole;
    const short = marks.replace(/<(?:path|line|rect|text)[^<>]*>/g, (tag) => common.reduce((text, attribute) => text.replace(attribute, ''), tag));
    return `<g${own}${common.join('')}>${short}</g>`;
  });
}

/** Bars do not overlap, so those of a group that look alike are one path, whatever stands between them. */
function joined(svg: string): string {
  return svg.replace(/(?:<path(?: (?:fill|fill-opacity|stroke|stroke-width)="[^"]*")* d="M[-\d.,]+h[-\d.]+v[-\d.]+h[-\d.]+Z"(?: (?:fill|fill-opacity|stroke|stroke-width)="[^"]*")*\/>){2,}/g, (bars) => {
    const byLook = new Map<string, string>();
    for (const [, before, outline, after] of bars.matchAll(/<path([^<>]*?) d="([^"]*)"([^<>]*)\/>/g)) {
      const look = `${before}${after}`;
      byLook.set(look, `${byLook.get(look) ?? ''}${outline}`);
    }
    return [...byLook].map(([look, outline]) => `<path${look} d="${outline}"/>`).join('');
  });
}

function mostCommon(texts: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0] as const)[0];
}
