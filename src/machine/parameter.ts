/** One thing a user can set with `--set GROUP.NAME=VALUE`, declared beside the code that reads it. Durations are ns, sizes bytes. */
export type Parameter =
  | { readonly kind: 'duration'; readonly default: number; readonly min?: number; readonly max?: number; readonly says: string }
  | { readonly kind: 'bytes' | 'count' | 'number'; readonly default: number; readonly min?: number; readonly max?: number; readonly says: string }
  | { readonly kind: 'flag'; readonly default: boolean; readonly says: string }
  | { readonly kind: 'choice'; readonly default: string; readonly of: readonly string[]; readonly says: string };

export type ParameterValue = number | boolean | string;

/** Parameters of one group (`ring`, `policy`, ...) by their name without the group. */
export type Parameters = Readonly<Record<string, Parameter>>;
