import { z } from 'zod';
import { quoted, unknown } from '../experiment/quoted.ts';
import { refuse, type Document, type Place, type Problem } from './document.ts';

/** A mapping whose keys are these and no others; the keys travel in the message, for `did you mean`. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined) });

/** A document as a schema understands it, or an error with all that is wrong with it. */
export function check<Schema extends z.ZodType>(schema: Schema, document: Document): z.output<Schema> {
  const result = schema.safeParse(document.value, { reportInput: true });
  return result.success ? result.data : refuse(document, problemsOf(result.error));
}

/** What a schema found, in our words. */
export const problemsOf = (error: z.ZodError): readonly Problem[] => error.issues.flatMap((issue) => explain(issue, []));

function explain(issue: z.core.$ZodIssue, around: Place): readonly Problem[] {
  const place = [...around, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const name = place.findLast((step) => typeof step === 'string') ?? 'the file';
  const wrong = (must: string): readonly Problem[] => [{ place, says: issue.input === undefined ? `${name} is missing (${must})` : `${name}: ${quoted(issue.input)} (${must})` }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ place: [...place, key], of: 'key', says: unknown('key', key, issue.message.split(' ')) }));
    case 'invalid_key':
      return issue.issues.flatMap((inner) => explain({ ...inner, path: [] }, place)).map((problem) => ({ ...problem, of: 'key' as const }));
    case 'invalid_type':
      return wrong(typeof issue.input === 'number' && Number.isNaN(issue.input) ? 'must be a number' : `must be ${kinds[issue.expected] ?? issue.expected}`);
    case 'too_small':
      return wrong(bound(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least'));
    case 'too_big':
      return wrong(bound(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most'));
    case 'invalid_value': {
      const values = issue.values.map(String);
      return typeof issue.input === 'string' && values.length > 1 ? [{ place, says: unknown(name, issue.input, values) }] : wrong(`must be ${values.join(' or ')}`);
    }
    case 'invalid_union': {
      const deepest = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0));
      return deepest === undefined ? wrong(issue.message) : deepest.flatMap((inner) => explain(inner, place));
    }
    default:
      return wrong(issue.message);
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', tuple: 'a list', object: 'a mapping', record: 'a mapping', null: 'null',
};

function bound(origin: string, limit: number | bigint, words: string): string {
  if (origin === 'string') return Number(limit) === 1 ? 'must not be empty' : `must have ${words} ${limit} letters`;
  if (origin === 'array') return `must have ${words} ${limit} item${Number(limit) === 1 ? '' : 's'}`;
  return `must be ${words} ${limit}`;
}
