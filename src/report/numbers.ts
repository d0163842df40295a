/** A number for reading: three significant digits, thousands apart by a narrow space; `-` where there is none. */
export function readable(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.0005) return value > 0 ? '<0.001' : minus(value.toExponential(1));
  // More digits than four say nothing here and make columns hard to compare.
  if (size >= 10_000) value = Number(value.toPrecision(4));
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return (value < 0 ? '−' : '') + grouped + (fraction === undefined ? '' : `.${fraction}`);
}

/** A whole number with all its digits. */
export function wholeNumber(value: number | null): string {
  return value === null ? '–' : minus(String(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A share 0 to 1 as whole per cent; what is not quite nothing or all stays visible as such. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<\u202f1\u202f%';
  if (share < 1 && share > 0.995) return '>\u202f99\u202f%';
  return `${Math.round(share * 100)}\u202f%`;
}

/** Five significant digits: more than any result is good for, and a third of the size of a double in print. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

function minus(text: string): string {
  return text.replace(/-/g, '−');
}

/** 0.999 is `p99.9`. */
export function percentileName(share: number): string {
  return `p${Number((share * 100).toPrecision(6))}`;
}
