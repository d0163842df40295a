/** Share of a standard normal distribution below x; within 1e-7 (Abramowitz and Stegun, 26.2.17). */
export function normalBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

/** Steps in which a normal distribution is gone through, over 8 standard deviations each way. */
const STEPS = 800;

/**
 * The probability that who is ahead is really ahead, as it is expected after a measurement: of a difference that is now thought
 * to be `lead`, the measurement will tell a part of variance `told` and leave one of variance `left`.
 */
export function rightAfter(lead: number, told: number, left: number): number {
  if (left <= 0) return 1;
  const width = 16 / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const u = -8 + i * width;
    // Simpson's rule.
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-u * u) / 2) * normalBelow(Math.abs(lead + Math.sqrt(told) * u) / Math.sqrt(left));
  }
  return ((width / 3) * sum) / Math.sqrt(2 * Math.PI);
}
