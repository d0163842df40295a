import { durationNs, instructionCount, plainNumber, sizeBytes } from '../../experiment/quantity.ts';
import type { Choice } from './control.ts';

/** A number as one types it: `1.53us`, `4Ki`, `32`; what is read back is the same number. */
export function quantityText(value: number, unit: Extract<Choice, { readonly kind: 'number' }>['unit']): string {
  if (unit === 'ns') return shortest(value, [['s', 1e9], ['ms', 1e6], ['us', 1e3]], 'ns', durationNs);
  if (unit === 'bytes') return shortest(value, [['Gi', 1_073_741_824], ['Mi', 1_048_576], ['Ki', 1024]], '', sizeBytes);
  return String(value);
}

function shortest(value: number, units: readonly (readonly [string, number])[], plain: string, read: (text: string) => number): string {
  const [unit, size] = units.find(([, least]) => value >= least) ?? [plain, 1];
  const text = `${Number((value / size).toPrecision(6))}${unit}`;
  return read(text) === value ? text : `${value}${plain}`;
}

/** The number that was typed; throws a sentence where it is none, or outside of what is allowed. */
export function quantityOf(text: string, { unit, whole, min, max }: Extract<Choice, { readonly kind: 'number' }>): number {
  const value = unit === 'ns' ? durationNs(text) : unit === 'bytes' ? sizeBytes(text) : unit === 'instructions' ? instructionCount(text) : plainNumber(text);
  if (value < min) throw new Error(`${text}: must be at least ${quantityText(min, unit)}`);
  if (value > max) throw new Error(`${text}: must be at most ${quantityText(max, unit)}`);
  if (whole && !Number.isSafeInteger(value)) throw new Error(`${text}: must be a whole number`);
  return value;
}
