import type { Random } from '../../sim/random.ts';

/** So many points of the unit cube, one in each of equally many slices of every dimension (McKay, Beckman and Conover 1979); by point, then dimension. */
export function latinHypercube(points: number, dimensions: number, random: Random): readonly (readonly number[])[] {
  const columns = Array.from({ length: dimensions }, () => shuffled(points, random).map((slice) => (slice + random.uniform()) / points));
  return Array.from({ length: points }, (_, i) => columns.map((column) => column[i]));
}

/** The whole numbers below n in some order. */
export function shuffled(n: number, random: Random): number[] {
  const list = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
