/** XML that is well formed; made only by `element`. */
export interface Xml {
  readonly xml: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/** Text for content and quoted attributes alike. What XML 1.0 (2.2) has no character for becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu, '\ufffd').replace(/[&<>"'\t\n\r]/g, (letter) => ENTITIES[letter] ?? letter);

/** An element; its name and those of its attributes are ours, all else is a stranger's. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, children: readonly (Xml | string)[] = []): Xml {
  const start = `<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`).join('')}`;
  return { xml: children.length === 0 ? `${start}/>\n` : `${start}>${children.map((child) => (typeof child === 'string' ? escapeXml(child) : child.xml)).join('')}</${name}>\n` };
}

export const xmlDocument = ({ xml }: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
