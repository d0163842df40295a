import { exp, ln } from '../sim/math.ts';

/**
 * 95 % band around a value from numbers that were drawn around a centre: 1.96 standard deviations each way, of their logarithms
 * where all are positive, else of themselves. Without draws it is the value itself.
 */
export function spread(value: number, centre: number, draws: readonly number[]): readonly [low: number, high: number] {
  if (draws.length === 0) return [value, value];
  const positive = value > 0 && centre > 0 && draws.every((draw) => draw > 0);
  const deviations = draws.map((draw) => (positive ? ln(draw / centre) : draw - centre));
  const half = 1.959963984540054 * Math.sqrt(deviations.reduce((sum, deviation) => sum + deviation * deviation, 0) / draws.length);
  return positive ? [value * exp(-half), value * exp(half)] : [value - half, value + half];
}
