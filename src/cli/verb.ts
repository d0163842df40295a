import { Argument, type Command } from 'commander';
import { unknown } from '../experiment/quoted.ts';

/** Puts a verb into the program. */
export type Verb = (program: Command) => void;

/** The last paragraph of a help text. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ vhost-lab ${line}`).join('\n')}`;

/** An argument that is one of a few words. */
export const choice = (name: string, says: string, words: readonly string[]): Argument =>
  new Argument(`<${name}>`, says).choices(words).argParser((word) => {
    if (!words.includes(word)) throw new Error(unknown(name, word, words));
    return word;
  });

/** Parser of an option that may be given again: its values in the order given. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
