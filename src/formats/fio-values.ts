import type { FioOption } from './fio-options.ts';
import { fioCount, fioTimeNs } from './fio-units.ts';

/** What is wrong with a value that has no effect here but that fio would read, as [message, what would be right]; undefined where fio takes it. */
export function fioValueFault(option: FioOption, value: string | undefined): readonly [message: string, right: string] | undefined {
  if (option.kind === 'gone') return ['fio has given this option up', 'leave it out'];
  if (value === undefined) return option.kind === 'flag' ? undefined : ['option without a value', `write ${option.name}=...`];
  if (value === '') return ['option without a value', `write ${option.name}=...`];
  switch (option.kind) {
    case 'flag':
    case 'bool':
      return value === '0' || value === '1' ? undefined : ['neither 0 nor 1', `write ${option.name}=0 or ${option.name}=1`];
    case 'choice': {
      const word = value.split(/[:,]/, 1)[0];
      return option.choices?.includes(word) ? undefined : [`unknown value of ${option.name}`, `one of ${option.choices?.join(', ')}`];
    }
    case 'int':
      return eachOf(value, /,/, (piece) => inRange(piece.startsWith('-') ? negative(piece) : fioCount(piece), option), wholeNumber(option));
    case 'time':
      return eachOf(value, /,/, (piece) => fioTimeNs(piece, 1e3) !== undefined, 'a time such as 10, 10us, 10ms or 10s');
    case 'zone':
      return eachOf(value, /,/, (piece) => /^[0-9]{1,9}[%z]$/.test(piece) || fioCount(piece) !== undefined, 'a size such as 4k, 1g or 10%');
    case 'range':
      return eachOf(value, /[,-]/, (piece) => fioCount(piece) !== undefined, 'a range such as 4k-64k');
    case 'floats':
      return eachOf(value, /[:,]/, (piece) => inRange(decimal(piece), option), `numbers from ${option.min ?? 0}${option.max === undefined ? '' : ` to ${option.max}`}, such as 0.5:0.9`);
    case 'pattern':
      return /^(0x([0-9a-f]{2})+|[0-9]{1,9}|"[^"\\]+")$/i.test(value) ? undefined : ['bad pattern', 'such as 0xdeadbeef, 255 or "abcd"'];
    case 'power':
      return powerOfTwo(fioCount(value)) ? undefined : ['not a power of 2', 'such as 512 or 4k'];
    case 'text':
      return undefined;
  }
}

const eachOf = (value: string, mark: RegExp, good: (piece: string) => boolean, right: string): readonly [string, string] | undefined =>
  value.split(mark).every((piece) => good(piece.trim())) ? undefined : ['bad value', right];

const decimal = (piece: string): number | undefined => (/^[0-9]{1,9}(\.[0-9]{1,15})?$/.test(piece) ? Number(piece) : undefined);

const powerOfTwo = (value: number | undefined): boolean => value !== undefined && value > 0 && value <= 2 ** 30 && (value & (value - 1)) === 0;

const negative = (piece: string): number | undefined => (/^-[0-9]{1,9}$/.test(piece) ? Number(piece) : undefined);

const inRange = (value: number | undefined, { min, max }: FioOption): boolean =>
  value !== undefined && value >= (min ?? 0) && value <= (max ?? Number.MAX_SAFE_INTEGER);

const wholeNumber = ({ min, max }: FioOption): string => `a whole number from ${min ?? 0}${max === undefined ? '' : ` to ${max}`}`;
