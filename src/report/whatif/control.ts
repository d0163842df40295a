import type { CostEntry } from '../../experiment/spec.ts';
import type { ParameterValue } from '../../machine/parameter.ts';

/** How a value is chosen: by a switch, from a list, or as a number in its unit (times are ns). */
export type Choice =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'number'; readonly unit: 'ns' | 'bytes' | 'instructions' | ''; readonly whole: boolean; readonly min: number; readonly max: number };

/** One thing that a reader can change: a parameter or a price, as its registry declares it. */
export interface Control {
  /** As for `--set`. */
  readonly key: string;
  readonly section: string;
  readonly says: string;
  readonly choice: Choice;
  /** Of a cost: what the profile says, in ns or instructions, with the rest of its entry. */
  readonly price?: Pick<CostEntry, 'value' | 'kind' | 'sd' | 'source'>;
}

/** What a control stands at where nothing was changed. */
export function valueAsRun({ key, price, choice }: Control, params: Readonly<Record<string, ParameterValue>>): ParameterValue {
  return params[key] ?? price?.value ?? (choice.kind === 'flag' ? false : choice.kind === 'choice' ? choice.of[0] : choice.min);
}
