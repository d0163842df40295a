import type { ParameterValue } from '../machine/parameter.ts';
import { quoted } from './quoted.ts';

/** Decimal places by which a unit of time differs from ns; both letters that look like a micro sign are known. */
const timeUnits: Readonly<Record<string, number>> = { ps: -3, ns: 0, us: 3, '\u00b5s': 3, '\u03bcs': 3, ms: 6, s: 9 };

/** Bytes in a unit of size; `k` is 1024 as in fio, whose job files stand beside these numbers. */
const sizeUnits: Readonly<Record<string, number>> = {
  B: 1, k: 1024, K: 1024, Ki: 1024, KiB: 1024, M: 1048576, Mi: 1048576, MiB: 1048576, G: 1073741824, Gi: 1073741824, GiB: 1073741824,
};

/** Price in any unit: no step of a path takes a second; beyond it a typing error is likelier, and sums of picoseconds stay exact. */
export const largestCost = 1e9;

/** A time in ns from `1.5us`, `3e-6s` or a plain number (ns). */
export function durationNs(raw: ParameterValue): number {
  const quantity = split(raw);
  const places = quantity && (quantity.unit === '' ? 0 : own(timeUnits, quantity.unit));
  if (quantity === undefined || places === undefined) throw new Error(`${quoted(raw)} is no time (write 800, 800ns, 1.5us, 2ms or 1s; a plain number is ns)`);
  return finite(raw, scaled(quantity.digits, places));
}

/** A size in bytes from `4k`, `1Mi` or a plain number (bytes). */
export function sizeBytes(raw: ParameterValue): number {
  const quantity = split(raw);
  const factor = quantity && (quantity.unit === '' ? 1 : own(sizeUnits, quantity.unit));
  if (quantity === undefined || factor === undefined) throw new Error(`${quoted(raw)} is no size (write 512, 4k, 64Ki or 1M; k is 1024 bytes)`);
  return finite(raw, Number(quantity.digits) * factor);
}

/** A number without a unit. */
export function plainNumber(raw: ParameterValue): number {
  const quantity = split(raw);
  if (quantity === undefined || quantity.unit !== '') throw new Error(`${quoted(raw)} is no plain number (write 32 or 0.5)`);
  return finite(raw, Number(quantity.digits));
}

/** A number of instructions from `1200instructions` or a plain number. */
export function instructionCount(raw: ParameterValue): number {
  const quantity = split(raw);
  if (quantity === undefined || (quantity.unit !== '' && quantity.unit !== 'instructions')) {
    throw new Error(`${quoted(raw)} is no number of instructions (write 1200 or 1200instructions)`);
  }
  return finite(raw, Number(quantity.digits));
}

/** Whether a value bears a unit of time, of instructions, none, or is no quantity at all. */
export function unitOf(raw: ParameterValue): 'time' | 'instructions' | 'none' | undefined {
  const unit = split(raw)?.unit;
  if (unit === undefined || unit === '') return unit === '' ? 'none' : undefined;
  if (unit === 'instructions') return 'instructions';
  return own(timeUnits, unit) === undefined ? undefined : 'time';
}

/** The digits and the unit of `1.5us`; undefined where there is no such thing. */
function split(raw: ParameterValue): { readonly digits: string; readonly unit: string } | undefined {
  if (typeof raw === 'boolean') return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?) ?(\p{L}*)$/u.exec(String(raw).trim());
  return match === null ? undefined : { digits: match[1], unit: match[2] };
}

/** The point moved in the text and not by a multiplication: 1.1us is 1100 ns and not 1100.0000000000002. */
function scaled(digits: string, places: number): number {
  const [mantissa, exponent = '0'] = digits.toLowerCase().split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

function finite(raw: ParameterValue, value: number): number {
  if (!Number.isFinite(value)) throw new Error(`${quoted(raw)} is too large to be a number here`);
  return value === 0 ? 0 : value;
}

const own = (units: Readonly<Record<string, number>>, unit: string): number | undefined => (Object.hasOwn(units, unit) ? units[unit] : undefined);
