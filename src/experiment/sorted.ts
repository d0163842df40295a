const DIGITS = 2048;

/**
 * The values in ascending order, as a new array: a radix sort by digits of 11 bits, because sorting latencies by
 * comparison takes a twentieth of a trial. For whole numbers from 0 below 2^53, which times in ps are.
 */
export function sorted(values: Float64Array): Float64Array {
  const { length } = values;
  let largest = 0;
  for (let i = 0; i < length; i++) if (values[i] > largest) largest = values[i];
  let from = values.slice();
  let to = new Float64Array(length);
  const starts = new Uint32Array(DIGITS);
  // Both factors are powers of two, so every product is exact.
  for (let unit = 1; unit <= largest; unit *= DIGITS) {
    starts.fill(0);
    for (let i = 0; i < length; i++) starts[digit(from[i], 1 / unit)]++;
    for (let d = 0, start = 0; d < DIGITS; d++) {
      const count = starts[d];
      starts[d] = start;
      start += count;
    }
    for (let i = 0; i < length; i++) to[starts[digit(from[i], 1 / unit)]++] = from[i];
    [from, to] = [to, from];
  }
  return from;
}

function digit(value: number, scale: number): number {
  const above = Math.floor(value * scale);
  return above - Math.floor(above / DIGITS) * DIGITS;
}
