import type { MeasureOptions } from './run.ts';

/** What decides the results of a run, as typed. */
export interface RepeatedOptions extends MeasureOptions {
  readonly uncertainty?: string;
}

/** The command that repeats a run, or does that with the suite which another verb does, for a shell. */
export function commandOf(suite: string, { set = [], setFile = [], profile, seed, requests, uncertainty }: RepeatedOptions, verb = 'run'): string {
  const options = {
    '--set': set,
    '--set-file': setFile,
    '--profile': profile === undefined ? [] : [profile],
    '--seed': seed === undefined ? [] : [seed],
    '--requests': requests === undefined ? [] : [requests],
    '--uncertainty': uncertainty === undefined ? [] : [uncertainty],
  };
  return [`npx vhost-lab ${verb}`, word(suite), ...Object.entries(options).flatMap(([name, values]) => values.map((value) => `${name} ${word(value)}`))].join(' ');
}

/** One argument, quoted where a shell would read more into it. */
export const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
