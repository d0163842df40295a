import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** A linear problem in units of the priors: residuals in standard deviations of the measurements, and what one of each unknown's does to them. */
export interface Whitened {
  readonly residuals: readonly number[];
  /** By residual, by unknown. */
  readonly slopes: readonly (readonly number[])[];
}

/** The most likely unknowns, in standard deviations of their priors, and what is left of those. */
export interface Posterior {
  readonly estimate: readonly number[];
  /** Covariance; the prior's is the identity. */
  readonly covariance: readonly (readonly number[])[];
  /** The same as directions, by unknown: the covariance is the identity less the sum of their squares. */
  readonly learnt: readonly (readonly number[])[];
  /** How much each residual draws the fit to itself, 0 to 1. */
  readonly leverage: readonly number[];
  /** Independent pieces of information that the residuals hold beside the priors: 0 to their number. */
  readonly information: number;
}

/** The maximum a posteriori of normal residuals and normal priors: ridge regression, by the singular values of the slopes. */
export function posterior({ residuals, slopes }: Whitened): Posterior {
  const unknowns = slopes[0]?.length ?? 0;
  const decomposed = new SingularValueDecomposition(new Matrix(slopes.map((row) => [...row])), { autoTranspose: true });
  const { diagonal: singular } = decomposed;
  const left = decomposed.leftSingularVectors.to2DArray();
  const right = decomposed.rightSingularVectors.to2DArray();
  const rank = singular.map((_, k) => k);
  const along = rank.map((k) => residuals.reduce((sum, residual, i) => sum + left[i][k] * residual, 0));
  const kept = singular.map((value) => (value * value) / (1 + value * value));
  const estimate = Array.from({ length: unknowns }, (_, j) => rank.reduce((sum, k) => sum + right[j][k] * (singular[k] / (1 + singular[k] * singular[k])) * along[k], 0));
  const learnt = rank.map((k) => right.map((row) => row[k] * Math.sqrt(kept[k])));
  const covariance = Array.from({ length: unknowns }, (_, a) =>
    Array.from({ length: unknowns }, (_, b) => (a === b ? 1 : 0) - rank.reduce((sum, k) => sum + right[a][k] * right[b][k] * kept[k], 0)));
  const leverage = residuals.map((_, i) => rank.reduce((sum, k) => sum + left[i][k] * left[i][k] * kept[k], 0));
  return { estimate, covariance, learnt, leverage, information: kept.reduce((sum, value) => sum + value, 0) };
}
