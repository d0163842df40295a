import type { Explanation } from '../../experiment/explanation.ts';
import type { Variant } from '../../experiment/variants.ts';
import { explainedJson } from './json.ts';
import { explainedMarkdown } from './markdown.ts';
import { mermaid } from './mermaid.ts';
import { explainedPage } from './page.ts';
import { explainedSvg } from './svg.ts';
import { explainedText } from './text.ts';

/** Makes a text of an explanation; the other states are run, and the script of a page read, only where they are wanted. */
export type Writer = (explanation: Explanation, variants: () => readonly Variant[], script: () => string) => string | Promise<string>;

export const writers = {
  text: (explanation, variants) => explainedText(explanation, variants()),
  markdown: (explanation, variants) => explainedMarkdown(explanation, variants()),
  mermaid: (explanation) => mermaid(explanation),
  json: (explanation, variants) => explainedJson(explanation, variants()),
  html: (explanation, variants, script) => explainedPage(explanation, variants(), script()),
  svg: (explanation) => explainedSvg(explanation),
} as const satisfies Record<string, Writer>;
