/**
 * Means, intervals and quantiles from + - * / and square roots alone, because a result must have the same bytes in
 * every engine and the libraries go through logarithms.
 */

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2). */
const T975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08,
  2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The 97.5 % quantile of Student's t; beyond the table by the first two terms of its expansion around the normal one. */
export function studentT975(degrees: number): number {
  if (degrees < 1) return NaN;
  const z = 1.959963984540054;
  return degrees <= T975.length ? T975[degrees - 1] : z + (z * z * z + z) / (4 * degrees) + z * (5 * z * z * z * z + 16 * z * z + 3) / (96 * degrees * degrees);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 95 % confidence interval of the mean; null below two values. */
export function interval95(values: readonly number[]): readonly [low: number, high: number] | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  const half = studentT975(values.length - 1) * Math.sqrt(squares / (values.length - 1) / values.length);
  return [centre - half, centre + half];
}

/** The mean of a - b over paired replications, with its 95 % interval; they differ only where it leaves out zero. */
export function pairedDifference(a: readonly number[], b: readonly number[]): { readonly mean: number; readonly low: number; readonly high: number; readonly differs: boolean } {
  const differences = a.map((value, i) => value - b[i]);
  const centre = mean(differences);
  const [low, high] = interval95(differences) ?? [-Infinity, Infinity];
  return { mean: centre, low, high, differs: low > 0 || high < 0 };
}

/** The value below which a share of sorted values lies: the smallest with at least that share at or below it. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1))];
}
