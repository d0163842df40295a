import type { ParameterValue } from '../../machine/parameter.ts';

/** What a reader has changed: keys as for `--set`, values as the simulator takes them. */
export type Overrides = Readonly<Record<string, ParameterValue>>;

/** `costs.context_switch=1530` for each, to stand in a link. */
export function toAssignments(overrides: Overrides): readonly string[] {
  return Object.entries(overrides).map(([key, value]) => `${key}=${String(value)}`);
}

/** The inverse of `toAssignments`; what is no assignment is left out. */
export function fromAssignments(texts: readonly string[]): Overrides {
  const found = texts.flatMap((text) => {
    const match = /^([a-z]+\.\w+)=([\w.+-]{1,40})$/.exec(text);
    return match === null ? [] : [[match[1], valueOf(match[2])] as const];
  });
  return Object.fromEntries(found);
}

function valueOf(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

export function sameOverrides(a: Overrides, b: Overrides): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Overrides with one more change; what stands as the report has it is none. */
export function withChange(overrides: Overrides, key: string, value: ParameterValue, asRun: ParameterValue): Overrides {
  const { [key]: _, ...rest } = overrides;
  return value === asRun ? rest : { ...rest, [key]: value };
}
