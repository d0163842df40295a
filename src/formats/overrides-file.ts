import { z } from 'zod';
import { suiteNumbers } from '../experiment/suite-problems.ts';
import type { SuiteChange } from '../experiment/suite.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { problemsOf } from './check.ts';
import { refuse } from './document.ts';
import { axis, byKey, keyed, keyedValues, keyProblems, scalar, settingOrGroup } from './keyed-values.ts';
import { settingFaults } from './settings.ts';
import { whole } from './suite-file.ts';
import { readYaml } from './yaml.ts';

const overridesSchema = z
  .object({
    requests: whole(suiteNumbers.requests).optional(),
    replications: whole(suiteNumbers.replications).optional(),
    seed: whole(suiteNumbers.seed).optional(),
    grid: keyed(axis, 'must be a list of values to try').default({}),
  })
  .catchall(settingOrGroup(scalar, 'must be a number, true, false or a text'));

/**
 * Reads the file of `--set-file`: settings by key, flat or nested, and what else a suite may be asked for: `requests`,
 * `replications`, `seed`, and under `grid` values in the place of those that the suite varies.
 */
export function readOverrides(text: string, file: string): SuiteChange {
  const document = readYaml(text, file);
  const shape = overridesSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, problemsOf(shape.error));
  const { requests, replications, seed, grid: rawGrid, ...rest } = shape.data;
  const values = keyedValues<ParameterValue>(rest, []);
  const varied = keyedValues<readonly ParameterValue[]>(rawGrid, ['grid']);
  const problems = [...settingFaults(values), ...keyProblems(varied)];
  if (problems.length > 0) return refuse(document, problems);
  const numbers = { ...(requests !== undefined && { requests }), ...(replications !== undefined && { replications }), ...(seed !== undefined && { seed }) };
  return { ...numbers, set: byKey(values), grid: byKey(varied) };
}
