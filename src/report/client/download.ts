import { element } from './element.ts';

/** Gives the reader a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The picture as an SVG file of its own: colours in place of the page's variables, with its title and a background. */
export function standaloneSvg(picture: SVGSVGElement, title: string): string {
  const copy = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const [, , width = 0, height = 0] = (picture.getAttribute('viewBox') ?? '').split(/[ ,]+/).map(Number);
  const head = 34;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + head));
  copy.setAttribute('viewBox', `0 0 ${width} ${height + head}`);
  copy.setAttribute('font-family', 'system-ui, sans-serif');
  const background = svgElement('rect', { width: '100%', height: '100%', fill: 'var(--paper)' });
  const heading = svgElement('text', { x: '8', y: '22', 'font-size': '14', 'font-weight': '600', fill: 'var(--ink)' });
  heading.textContent = title;
  const body = svgElement('g', { transform: `translate(0,${head})` });
  for (const child of picture.childNodes) body.append(child.cloneNode(true));
  withParts(body);
  for (const styled of body.querySelectorAll('[style]')) styled.removeAttribute('style');
  copy.append(background, heading, body);
  return withColours(new XMLSerializer().serializeToString(copy));
}

/** Puts what the page's pictures share in the place of each reference. */
function withParts(body: SVGElement): void {
  for (let use = body.querySelector('use'); use !== null; use = body.querySelector('use')) {
    const part = document.querySelector(`.parts ${use.getAttribute('href')}`)?.cloneNode(true);
    if (part instanceof Element) part.removeAttribute('id');
    use.replaceWith(...(part === undefined ? [] : [part]));
  }
}

/** The same at twice the size in pixels. */
export async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = element('canvas', { width: String(image.naturalWidth * 2), height: String(image.naturalHeight * 2) });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
}

/** Text with colours in place of the page's variables. */
export function withColours(text: string): string {
  const colours = getComputedStyle(document.documentElement);
  return text.replace(/var\((--[a-z0-9-]+)\)/g, (_, name: string) => colours.getPropertyValue(name).trim() || '#888');
}

function svgElement(name: 'rect' | 'text' | 'g', attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
