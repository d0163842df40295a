/** Difference of two systems that answered the same requests, replication by replication. */
export interface PairedDifference {
  readonly mean: number;
  /** 95 % confidence interval of the mean difference (Student's t); null with fewer than two replications. */
  readonly interval: readonly [low: number, high: number] | null;
  /** True where the interval excludes zero: only then are two systems called different. */
  readonly differs: boolean;
}

/** 0.975 quantile of Student's t for 1 to 30 degrees of freedom. */
const T975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** `a - b` for each replication; surplus replications of the longer list are left out. */
export function pairedDifference(a: readonly number[], b: readonly number[]): PairedDifference {
  const count = Math.min(a.length, b.length);
  const differences = Array.from({ length: count }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0));
  const mean = differences.reduce((sum, d) => sum + d, 0) / Math.max(count, 1);
  if (count < 2) return { mean, interval: null, differs: false };
  const variance = differences.reduce((sum, d) => sum + (d - mean) * (d - mean), 0) / (count - 1);
  const half = (T975[count - 2] ?? 1.96 + 2.4 / (count - 1)) * Math.sqrt(variance / count);
  return { mean, interval: [mean - half, mean + half], differs: mean - half > 0 || mean + half < 0 };
}
