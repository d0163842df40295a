/** Powers of kb_base = 1024: fio turns SI and IEC prefixes round for old job files' sake, so k is 1024 and kib is 1000. */
const prefixes = 'kmgtp';

const timesNs: ReadonlyMap<string, number> = new Map([
  ['us', 1e3],
  ['usec', 1e3],
  ['ms', 1e6],
  ['msec', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
  ['d', 86400e9],
]);

/** A whole number with one of fio's size suffixes (k ki kb kib m ... p, any case), or hexadecimal; undefined for anything else. */
export function fioCount(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,13}$/i.test(text)) return safe(Number(text));
  const [all, digits, prefix, rest] = /^([0-9]{1,16})(?:([kmgtp])(i?b?)|b)?$/i.exec(text) ?? [];
  if (all === undefined) return undefined;
  let scale = 1;
  const base = rest?.toLowerCase() === 'ib' ? 1000 : 1024;
  for (let power = prefix === undefined ? 0 : prefixes.indexOf(prefix.toLowerCase()) + 1; power > 0; power--) scale *= base;
  return safe(Number(digits) * scale);
}

/** A whole number with one of fio's time suffixes (us, usec, ms, msec, s, m, h, d; any case), in ns; `bareNs` is worth one without. */
export function fioTimeNs(text: string, bareNs: number): number | undefined {
  const [all, digits, suffix] = /^([0-9]{1,16})([a-z]*)$/i.exec(text) ?? [];
  if (all === undefined) return undefined;
  const unit = suffix === '' ? bareNs : timesNs.get(suffix.toLowerCase());
  return unit === undefined ? undefined : safe(Number(digits) * unit);
}

const safe = (value: number): number | undefined => (Number.isSafeInteger(value) ? value : undefined);
