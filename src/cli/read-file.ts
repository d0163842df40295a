import { readFileSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';

/** The text of a file that the user named. */
export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new Error(`cannot read ${path}: ${error instanceof TypeError ? 'it is no UTF-8 text' : reason(error)}`);
  }
}

/** The text of a file whose bytes may be anything: what is no UTF-8 becomes a letter that its reader refuses with the line. */
export function readAnyText(path: string): string {
  try {
    return new TextDecoder('utf-8').decode(readFileSync(path));
  } catch (error) {
    throw new Error(`cannot read ${path}: ${reason(error)}`);
  }
}

/** What the operating system says went wrong, without codes and calls: `permission denied`. */
export function reason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const [, says] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
  return says ?? message;
}
