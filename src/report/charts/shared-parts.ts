/** What several pictures of a page have in common: written once, and referred to where it stood. */
export interface SharedParts {
  readonly pictures: readonly string[];
  /** Groups with an id each, for one `<defs>` of the page. */
  readonly parts: string;
}

/** A group of marks, or of references to what was shared before. */
const GROUP = /<g[^<>]*>(?:<(?:path|line|rect|use)[^<>]*\/>|<text[^<>]*>[^<]*<\/text>)+<\/g>/g;

/** Characters of a reference and of an id, about: less than that is not worth sharing. */
const REFERENCE = 20;

/** Finds the groups that stand in more than one place, from the innermost outwards. Works on tags only. */
export function sharedParts(svgs: readonly string[]): SharedParts {
  let pictures = svgs;
  let parts = '';
  for (let id = 0; ; ) {
    const counts = new Map<string, number>();
    for (const svg of pictures) for (const [group] of svg.matchAll(GROUP)) counts.set(group, (counts.get(group) ?? 0) + 1);
    const ids = new Map<string, string>();
    for (const [group, count] of counts) if ((group.length - REFERENCE) * (count - 1) > 3 * REFERENCE) ids.set(group, `s${id++}`);
    if (ids.size === 0) return { pictures, parts };
    for (const [group, name] of ids) parts += group.replace(/^<g/, `<g id="${name}"`);
    pictures = pictures.map((svg) => svg.replace(GROUP, (group) => (ids.has(group) ? `<use href="#${ids.get(group)}"/>` : group)));
  }
}
