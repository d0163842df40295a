import { CommanderError } from 'commander';

/** What a user is told: bad input arrives as a plain `Error` whose lines each name one fault; anything else is our own fault and says so. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return `unknown failure: ${String(error)}`;
  return isBadInput(error) ? error.message : `fault in vhost-lab itself: ${error.message} (--debug shows where)`;
}

/** 0 after help and version, 2 for bad input, 1 for our own fault. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isBadInput(error) ? 2 : 1;
}

/** TypeError, RangeError and their like are never thrown on purpose here. */
const isBadInput = (error: unknown): boolean => error instanceof Error && error.constructor === Error;

/** Commander's message in one line of ours: `error: unknown option '--sed'\n(Did you mean --seed?)`. */
export function fromCommander(message: string): string {
  return message
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean one of (.*)\?\)$/, ' (did you mean one of $1?)')
    .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean $1?)')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^missing required argument '(.*)'$/, 'missing argument: $1 (--help says what it can be)')
    .replace(/^option '(.*)' argument missing$/, 'missing value: $1 (--help says what it can be)')
    .replace(/^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/, 'too many arguments: $3 ($1 takes $2)');
}
