/** Attributes that the page's stylesheet sets or that say nothing; labels for readers stand on the whole picture. */
const IDLE = / (?:role|class|font-family|pointer-events|aria-[a-z]+|(?:stroke-|fill-)?opacity="1"|stroke-width="1"|font-weight="400"|stroke-dasharray="1,0"|[xy]2="0"|xmlns(?::xlink)?|version)(?:="[^"]*")?(?=[ />])/g;

/** A Vega SVG a third as long: no empty groups, no invisible marks, two decimals. Works on tags only, never on text between them. */
export function slimSvg(svg: string): string {
  const tags = svg.replace(/<text [^<>]* opacity="0"[^<>]*>[^<]*<\/text>|<path [^<>]* opacity="0"[^<>]*\/>/g, '').replace(/<[^<>]*>/g, (tag) => {
    if (tag.startsWith('<path class="foreground"')) return '';
    if (tag.startsWith('<path class="background"') && !/ (?:fill|stroke)="/.test(tag)) return '';
    return tag
      .replace(IDLE, '')
      .replace(/ transform="translate\(0,0\)"/, '')
      .replace(/ (?:d|transform|x2|y2|x|y|width|height)="[^"]*"/g, (attribute) => attribute.replace(/\d+\.\d{2,}/g, (n) => String(Number(Number(n).toFixed(1)))))
      .replace(/^<text([^<>]*) transform="translate\((-?[\d.]+),(-?[\d.]+)\)"/, '<text$1 x="$2" y="$3"');
  });
  return unwrapped(lifted(tags));
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

/** Writes what all marks of a flat group have in common once, on the group. */
function lifted(svg: string): string {
  return svg.replace(/<g([^<>]*)>((?:<(?:path|line|rect)[^<>]*\/>|<text[^<>]*>[^<]*<\/text>)+)<\/g>/g, (whole, own: string, marks: string) => {
    const tags = marks.match(/<(?:path|line|rect|text)[^<>]*>/g) ?? [];
    const common = (tags[0]?.match(INHERITED) ?? []).filter((attribute) => !own.includes(attribute.slice(0, attribute.indexOf('='))) && tags.every((tag) => tag.includes(attribute)));
    if (common.length === 0) return whole;
    const short = marks.replace(/<(?:path|line|rect|text)[^<>]*>/g, (tag) => common.reduce((text, attribute) => text.replace(attribute, ''), tag));
    return `<g${own}${common.join('')}>${short}</g>`;
  });
}
