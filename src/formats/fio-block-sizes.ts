import { fioCount } from './fio-units.ts';

/** Block sizes of one direction as bssplit writes them: whole percentages that sum to 100. */
export type Split = readonly (readonly [bytes: number, percent: number])[];

/** Says what is wrong with a piece of a value and what would be right. */
export type Refuse = (message: string, value: string, right: string) => Error;

const largest = 2 ** 30;
const mostEntries = 64; // BSSPLIT_MAX

/** One block size in bytes. */
export function blockSize(text: string, refuse: Refuse): number {
  const bytes = fioCount(text);
  if (bytes === undefined) throw refuse('not a block size', text, 'a size such as 512, 4k or 1m');
  if (bytes < 512 || bytes > largest) throw refuse('block size out of range', text, 'from 512 bytes to 1g');
  if (bytes % 512 !== 0) throw refuse(`block size of ${bytes} bytes`, text, 'whole sectors of 512 bytes; 4k is 4096 and 4kib is 4000 in fio');
  return bytes;
}

/**
 * Reads the `4k/50:64k/50` of one direction. As in fio an entry without a percentage, or with 0, shares what the others leave, and
 * what is still missing at the end goes to the entry with the largest percentage, the last of equals.
 */
export function readSplit(text: string, refuse: Refuse): Split {
  const pieces = text.split(':');
  if (pieces.length > mostEntries) throw refuse('too many block sizes', `${pieces.length}`, `at most ${mostEntries}`);
  const entries = pieces.map((piece) => {
    const [size, percent, ...more] = piece.split('/');
    const bytes = blockSize(size.trim(), refuse);
    if (percent === undefined || percent.trim() === '') return { bytes, percent: undefined };
    if (more.length > 0 || !/^[0-9]{1,3}$/.test(percent.trim()) || Number(percent) > 100) {
      throw refuse('not a percentage', piece.slice(piece.indexOf('/') + 1), 'a whole number from 0 to 100');
    }
    return { bytes, percent: Number(percent) === 0 ? undefined : Number(percent) };
  });
  const given = entries.reduce((sum, { percent }) => sum + (percent ?? 0), 0);
  if (given > 100) throw refuse('percentages above 100', `${given}`, 'at most 100 together');
  const missing = entries.filter(({ percent }) => percent === undefined).length;
  const share = missing === 0 ? 0 : Math.floor((100 - given) / missing);
  const split = entries.map(({ bytes, percent }) => [bytes, percent ?? share] as const).sort((a, b) => a[1] - b[1]);
  const last = split[split.length - 1];
  const sum = split.reduce((total, [, percent]) => total + percent, 0);
  return [...split.slice(0, -1), [last[0], last[1] + 100 - sum] as const];
}

/** Sizes with weights that sum to 1, each once and in rising order; without bs_unaligned fio rounds each down to a multiple of the smallest. */
export function weigh(split: Split, unaligned: boolean): readonly (readonly [bytes: number, weight: number])[] {
  const least = split.reduce((smallest, [bytes]) => Math.min(smallest, bytes), largest);
  const percents = new Map<number, number>();
  for (const [bytes, percent] of split) {
    const size = unaligned ? bytes : bytes - (bytes % least);
    percents.set(size, (percents.get(size) ?? 0) + percent);
  }
  return [...percents].filter(([, percent]) => percent > 0).sort(([a], [b]) => a - b).map(([bytes, percent]) => [bytes, percent / 100] as const);
}
