import type { ParameterValue } from '../machine/parameter.ts';
import { fault } from './fault.ts';
import { allPairs, type Pair } from './pairs.ts';
import { hasKey, keysOf, parameterGroups, resolveParameter, unknownKey } from './parameters.ts';
import { quoted } from './quoted.ts';
import type { Suite } from './suite.ts';

/** One thing wrong with a suite: which part (`['set', 'ring.size']`, `['systems', 3]`), and what. */
export interface SuiteProblem {
  readonly place: readonly (string | number)[];
  /** Whether the key itself is wrong or its value. */
  readonly of?: 'key' | 'value';
  readonly says: string;
}

/** What is wrong with `set` and `grid`: unknown keys, keys that none of the suite's pairs has, values out of range, values that stand there twice. */
export function settingProblems(suite: Partial<Suite>, pairs: readonly Pair[]): readonly SuiteProblem[] {
  const settings = [
    ...Object.entries(suite.set ?? {}).map(([key, raw]) => ({ field: 'set', key, values: [raw] })),
    ...Object.entries(suite.grid ?? {}).map(([key, values]) => ({ field: 'grid', key, values })),
  ];
  return settings.flatMap(({ field, key, values }) => {
    const wrong = keyFault(key, pairs);
    if (wrong !== undefined) return [{ place: [field, key], of: 'key' as const, says: wrong }];
    if (values.length === 0) return one([field, key], `${key}: [] (must have at least one value)`);
    const seen = new Set<ParameterValue>();
    return values.flatMap((raw, i) => {
      const place = field === 'set' ? [field, key] : [field, key, i];
      const says = valueFault(key, raw, pairs) ?? (seen.has(meaning(key, raw, pairs)) ? `${key}: ${quoted(raw)} stands here twice` : undefined);
      if (says !== undefined) return one(place, says);
      seen.add(meaning(key, raw, pairs));
      return [];
    });
  });
}

const havers = (key: string, pairs: readonly Pair[]): readonly Pair[] => pairs.filter(({ device, workload }) => hasKey(key, parameterGroups(device, workload)));

/** What is wrong with a key anywhere, or in these pairs where there are any. */
export function keyFault(key: string, pairs: readonly Pair[] = []): string | undefined {
  const anywhere = havers(key, allPairs);
  if (anywhere.length === 0) {
    const keys = new Set(allPairs.flatMap(({ device, workload }) => keysOf(parameterGroups(device, workload))));
    return unknownKey(key, [...keys]);
  }
  if (pairs.length === 0 || havers(key, pairs).length > 0) return undefined;
  const kind = key.startsWith('device.') ? 'device' : 'workload';
  return `${key}: no ${kind} of this suite has it (${[...new Set(anywhere.map((pair) => pair[kind]))].join(', ')} would)`;
}

/** What is wrong with a value: for one of these pairs, or for all that there are where none is given. */
export function valueFault(key: string, raw: ParameterValue, pairs: readonly Pair[] = []): string | undefined {
  const inSuite = havers(key, pairs);
  const faults = (inSuite.length > 0 ? inSuite : havers(key, allPairs)).map(({ device, workload }) => fault(() => resolveParameter(key, raw, parameterGroups(device, workload))));
  return inSuite.length > 0 ? faults.find((says) => says !== undefined) : faults.includes(undefined) ? undefined : faults[0];
}

/** A value as the first pair understands it: 1024 and 1Ki are the same. */
function meaning(key: string, raw: ParameterValue, pairs: readonly Pair[]): ParameterValue {
  const [first] = [...havers(key, pairs), ...havers(key, allPairs)];
  return fault(() => resolveParameter(key, raw, parameterGroups(first.device, first.workload))) === undefined
    ? resolveParameter(key, raw, parameterGroups(first.device, first.workload))
    : raw;
}

/** A list of one problem, or of none. */
export const one = (place: SuiteProblem['place'], says: string | undefined): readonly SuiteProblem[] => (says === undefined ? [] : [{ place, says }]);
