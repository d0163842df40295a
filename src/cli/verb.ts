import type { Command } from 'commander';

/** Puts a verb into the program. */
export type Verb = (program: Command) => void;

/** The last paragraph of a help text. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ vhost-lab ${line}`).join('\n')}`;
