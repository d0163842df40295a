/** Functions on the unit cube whose variance is known in closed form. */
export interface KnownFunction {
  readonly factors: number;
  readonly of: (x: readonly number[]) => number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Ishigami and Homma 1990, a = 7, b = 0.1; its factors are uniform from -pi to pi. */
export const ishigami: KnownFunction = (() => {
  const [a, b] = [7, 0.1];
  const [one, two, both] = [0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2, (a * a) / 8, (b * b * Math.PI ** 8 * 8) / 225];
  const variance = one + two + both;
  return {
    factors: 3,
    of: (x) => {
      const [p, q, r] = x.map((u) => Math.PI * (2 * u - 1));
      return Math.sin(p) + a * Math.sin(q) ** 2 + b * r ** 4 * Math.sin(p);
    },
    first: [one / variance, two / variance, 0],
    total: [(one + both) / variance, two / variance, both / variance],
  };
})();

/** The g-function of Sobol'. */
export const sobolG: KnownFunction = (() => {
  const a = [0, 1, 4.5, 9, 99, 99];
  const alone = a.map((each) => 1 / (3 * (1 + each) ** 2));
  const all = alone.reduce((product, each) => product * (1 + each), 1);
  const variance = all - 1;
  return {
    factors: a.length,
    of: (x) => x.reduce((product, u, i) => (product * (Math.abs(4 * u - 2) + a[i])) / (1 + a[i]), 1),
    first: alone.map((each) => each / variance),
    total: alone.map((each) => (each * all) / (1 + each) / variance),
  };
})();

/** A sum: what each factor brings about by itself is all that it does. */
export const linear: KnownFunction = (() => {
  const weights = [8, 4, 2, 1, 0];
  const variance = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const shares = weights.map((weight) => (weight * weight) / variance);
  return { factors: weights.length, of: (x) => x.reduce((sum, u, i) => sum + weights[i] * u, 3), first: shares, total: shares };
})();
