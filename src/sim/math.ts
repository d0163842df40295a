/**
 * Logarithm from + - * / alone: the built-in one differs between engines in the last digits,
 * and the same seed must give the same bytes everywhere.
 */
const LN2 = 0.6931471805599453;
/** ln 2 in two parts, the first with zeros at its end: its multiples are exact. */
const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const bits = new DataView(new ArrayBuffer(8));
/** Of the series of atanh from the highest power that is used down: 1/21, 1/19, ... 1. */
const COEFFICIENTS = Float64Array.from({ length: 11 }, (_, i) => 1 / (21 - 2 * i));

/** Natural logarithm of a positive normal number; within 3 units in the last place. */
export function ln(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2 atanh((m - 1) / (m + 1)), |z| < 0.172
  const z = (mantissa - 1) / (mantissa + 1);
  const z2 = z * z;
  let sum = 0;
  for (let i = 0; i < COEFFICIENTS.length; i++) sum = sum * z2 + COEFFICIENTS[i];
  return 2 * z * sum + exponent * LN2;
}

/** The exponential of a number between -700 and 700; within 3 units in the last place. */
export function exp(x: number): number {
  const halvings = Math.round(x / LN2);
  const rest = x - halvings * LN2_HIGH - halvings * LN2_LOW;
  // |rest| < 0.35: the series ends below the last place after 16 terms.
  let sum = 1;
  for (let k = 16; k >= 1; k--) sum = 1 + (rest / k) * sum;
  bits.setUint32(0, (halvings + 1023) << 20);
  bits.setUint32(4, 0);
  return sum * bits.getFloat64(0);
}
