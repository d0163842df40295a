import { keyFault, valueFault } from '../experiment/setting-problems.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Problem } from './document.ts';
import { keyProblems, type KeyedValue } from './keyed-values.ts';

/** What is wrong with settings that may be meant for any device and workload. */
export function settingFaults(values: readonly KeyedValue<ParameterValue>[]): readonly Problem[] {
  const twice = keyProblems(values);
  if (twice.length > 0) return twice;
  return values.flatMap(({ key, value, place }): readonly Problem[] => {
    const wrongKey = keyFault(key);
    const says = wrongKey ?? valueFault(key, value);
    return says === undefined ? [] : [{ place, says, of: wrongKey === undefined ? 'value' : 'key' }];
  });
}
