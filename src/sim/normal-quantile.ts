import { ln } from './math.ts';

/** Of the rational approximations of AS 241 (Wichura, Applied Statistics 37, 1988, PPND16), the highest power first. */
const MIDDLE = [
  [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
  [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1],
] as const;
const TAIL = [
  [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1],
] as const;
/** Beyond 6 standard deviations the tail's approximation ends; so does this. */
const LEAST = 1e-9;

/** The value below which a standard normal deviate falls with a probability; right to 15 digits within 6 standard deviations, and cut off there. */
export function normalQuantile(probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(MIDDLE, 0.180625 - q * q);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p)) - 1.6;
  return (q < 0 ? -1 : 1) * ratio(TAIL, r);
}

const ratio = ([over, under]: readonly [readonly number[], readonly number[]], x: number): number => at(over, x) / at(under, x);
const at = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
