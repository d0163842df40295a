/** A share of drawn profiles with its 95 % interval, which is what the number of draws allows to say of all profiles. */
export interface Odds {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.959963984540054;

/**
 * How often something is so, from draws that come in mirrored pairs: 1 where it was, 0 where it was not, 1/2 where neither.
 * The interval is Wilson's; where pairs agree more than chance would have it, they count for fewer draws.
 */
export function oddsOf(draws: readonly number[]): Odds {
  const share = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const count = draws.length / (1 + agreement(draws, share));
  const centre = (share + (Z * Z) / (2 * count)) / (1 + (Z * Z) / count);
  const half = (Z / (1 + (Z * Z) / count)) * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  // At the ends exactly, where the sum would miss them by a rounding.
  return { share, low: share === 0 ? 0 : centre - half, high: share === 1 ? 1 : centre + half };
}

/** Correlation of the two halves of the pairs, 0 to 1; 0 where nothing differs. */
function agreement(draws: readonly number[], share: number): number {
  const pairs = draws.length >> 1;
  let [together, alone] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    const [one, other] = [draws[2 * pair] - share, draws[2 * pair + 1] - share];
    together += one * other;
    alone += (one * one + other * other) / 2;
  }
  return alone === 0 ? 0 : Math.max(0, together / alone);
}

/** 1 where the first of two numbers is better, 0 where it is worse, 1/2 where they are equal, draw by draw. */
export function beats(a: readonly number[], b: readonly number[], better: 'less' | 'more'): readonly number[] {
  return a.map((value, draw) => (value === b[draw] ? 0.5 : value < b[draw] === (better === 'less') ? 1 : 0));
}
