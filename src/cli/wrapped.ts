/** A line broken between words at a width, all but the first of its lines indented; with its line end. Words that are too long stay whole. */
export function wrapped(line: string, width: number, indent: number): string {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const least = lines.length === 0 ? (/^ */.exec(rest)?.[0].length ?? 0) : indent;
    const at = rest.lastIndexOf(' ', width);
    const cut = at > least ? at : rest.indexOf(' ', least + 1);
    if (cut < 0) break;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = ' '.repeat(indent) + rest.slice(cut).trimStart();
  }
  return `${[...lines, rest].join('\n')}\n`;
}
