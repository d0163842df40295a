import { againstJson } from './json.ts';
import { againstMarkdown } from './markdown.ts';
import { againstText } from './text.ts';
import type { Against } from './told.ts';

/** What a trace beside the model is written as. */
export const againstWriters = { text: againstText, markdown: againstMarkdown, json: againstJson } as const satisfies Record<string, (against: Against) => string>;
