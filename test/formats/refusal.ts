import { ok } from 'uvu/assert';

/** The message with which something is refused; fails where it is not refused, or not by a plain Error. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    ok(error instanceof Error && error.constructor === Error, `not a plain Error: ${String(error)}`);
    return error.message;
  }
  throw new Error('was not refused');
}

/** Words of a stack or of the language that a user must never read. */
const inside = /\n\s+at |TypeError|RangeError|ReferenceError|SyntaxError|\[object |\bundefined\b|node_modules/;

/** Runs a reader on any text: it gives a value, or a plain Error whose every line begins with the file. */
export function valueOrRefusal(read: (file: string) => unknown): void {
  try {
    read('some/file.yaml');
  } catch (error) {
    ok(error instanceof Error && error.constructor === Error, `not a plain Error: ${String(error)}`);
    for (const line of error.message.split('\n')) ok(/^some\/file\.yaml:(\d+:\d+:)? /.test(line), `without position: ${JSON.stringify(line)}`);
    ok(error.message.split('\n').length <= 10);
    ok(!inside.test(error.message), `speaks of the inside: ${JSON.stringify(error.message)}`);
    ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(error.message), `control letters: ${JSON.stringify(error.message)}`);
  }
}
