import { keyFault, valueFault } from '../experiment/setting-problems.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { problemsOf } from './check.ts';
import { refuse } from './document.ts';
import { byKey, keyed, keyedValues, keyProblems, scalar } from './keyed-values.ts';
import { readYaml } from './yaml.ts';

const overridesSchema = keyed(scalar, 'must be a number, true, false or a text');

/** Reads the file of `--set-file`: settings by key, flat or nested; `withOverrides` puts them over a suite. */
export function readOverrides(text: string, file: string): Readonly<Record<string, ParameterValue>> {
  const document = readYaml(text, file);
  const shape = overridesSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, problemsOf(shape.error));
  const values = keyedValues<ParameterValue>(shape.data, []);
  const problems = [...keyProblems(values)];
  if (problems.length === 0) {
    for (const { key, value, place } of values) {
      const wrongKey = keyFault(key);
      const says = wrongKey ?? valueFault(key, value);
      if (says !== undefined) problems.push({ place, says, of: wrongKey === undefined ? 'value' : 'key' });
    }
  }
  return problems.length > 0 ? refuse(document, problems) : byKey(values);
}
