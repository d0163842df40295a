import type { ParameterValue } from '../machine/parameter.ts';
import { problemsOf } from './check.ts';
import { refuse } from './document.ts';
import { byKey, keyed, keyedValues, scalar } from './keyed-values.ts';
import { settingFaults } from './settings.ts';
import { readYaml } from './yaml.ts';

const overridesSchema = keyed(scalar, 'must be a number, true, false or a text');

/** Reads the file of `--set-file`: settings by key, flat or nested; `withOverrides` puts them over a suite. */
export function readOverrides(text: string, file: string): Readonly<Record<string, ParameterValue>> {
  const document = readYaml(text, file);
  const shape = overridesSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, problemsOf(shape.error));
  const values = keyedValues<ParameterValue>(shape.data, []);
  const problems = settingFaults(values);
  return problems.length > 0 ? refuse(document, problems) : byKey(values);
}
