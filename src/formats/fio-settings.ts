import type { FioJob } from '../experiment/spec.ts';
import { blockSize, readSplit, type Refuse, type Split } from './fio-block-sizes.ts';
import { fioEngines } from './fio-engines.ts';
import { fioCount, fioTimeNs } from './fio-units.ts';
import { nearest } from '../experiment/nearest.ts';

/** What the options read so far say about a job; sections copy the one of [global]. Undefined where an option was not given. */
export interface FioSettings {
  readonly rw: FioJob['rw'];
  /** What stands behind the colon of rw: requests from one random place, or bytes between sequential ones. */
  readonly perPlace: number;
  readonly holeBytes: number;
  readonly bs: readonly [read: number, write: number];
  readonly split: readonly [read: Split | undefined, write: Split | undefined];
  readonly unaligned: boolean;
  readonly iodepth: number;
  readonly numjobs: number;
  readonly rwmixread: number;
  readonly rate: readonly [read: number, write: number];
  readonly thinktimeNs: number;
  readonly fsync: number;
  readonly fdatasync: number;
  readonly runtimeNs: number;
  readonly numberIos: number;
  readonly engine: string;
  readonly direct: boolean;
}

/** What fio does when the file says nothing. */
export const fioDefaults: FioSettings = {
  rw: 'read',
  perPlace: 1,
  holeBytes: 0,
  bs: [4096, 4096],
  split: [undefined, undefined],
  unaligned: false,
  iodepth: 1,
  numjobs: 1,
  rwmixread: 50,
  rate: [0, 0],
  thinktimeNs: 0,
  fsync: 0,
  fdatasync: 0,
  runtimeNs: 0,
  numberIos: 0,
  engine: 'psync',
  direct: false,
};

type Change = Partial<FioSettings>;
type Reader = (value: string, refuse: Refuse, before: FioSettings) => Change;

const directions = new Map<string, FioJob['rw']>([
  ['read', 'read'],
  ['write', 'write'],
  ['randread', 'randread'],
  ['randwrite', 'randwrite'],
  ['rw', 'rw'],
  ['readwrite', 'rw'],
  ['randrw', 'randrw'],
]);
const trims: readonly string[] = ['trim', 'randtrim', 'trimwrite', 'randtrimwrite'];

const readRw: Reader = (value, refuse) => {
  const word = value.split(':', 1)[0];
  if (trims.includes(word)) throw refuse('trims are not modelled', value, 'read, write, randread, randwrite, rw or randrw');
  const rw = directions.get(word);
  const likely = nearest(word, [...directions.keys()]);
  if (rw === undefined) {
    throw refuse('unknown rw', value, likely === undefined ? `one of ${[...directions.keys()].join(', ')}` : `did you mean ${likely}?`);
  }
  if (value.length === word.length) return { rw, perPlace: 1, holeBytes: 0 };
  const suffix = value.slice(word.length + 1);
  const random = rw.startsWith('rand');
  const count = fioCount(random ? suffix : suffix.replace(/^-/, ''));
  const fits = count !== undefined && count < 2 ** 32 && (!random || count >= 1);
  if (!fits) throw refuse('bad suffix of rw', value, random ? `${word}:N, N requests before a new place` : `${word}:SIZE, a step between requests`);
  return random ? { rw, perPlace: count, holeBytes: 0 } : { rw, perPlace: 1, holeBytes: suffix.startsWith('-') ? -count : count };
};

/** A number for reads and one for writes; a third, for trims, is looked at and dropped. An empty piece leaves what was. */
function pair(value: string, before: readonly [number, number], read: (piece: string) => number, refuse: Refuse): readonly [number, number] {
  const pieces = value.split(',').map((piece) => (piece.trim() === '' ? undefined : read(piece.trim())));
  if (pieces.length > 3 || pieces.every((piece) => piece === undefined)) throw refuse('not one to three values', value, 'all, or read,write, or read,write,trim');
  const [reads, writes] = pieces;
  return pieces.length === 1 ? [reads ?? before[0], reads ?? before[1]] : [reads ?? before[0], writes ?? before[1]];
}

const readSplits: Reader = (value, refuse, { split: before }) => {
  const pieces = value.split(',');
  if (pieces.length > 3) throw refuse('not one to three lists', value, 'all, or read,write, or read,write,trim');
  const [read, write] = pieces.map((piece) => (piece.trim() === '' ? undefined : readSplit(piece, refuse)));
  return { split: [read ?? before[0], pieces.length === 1 ? read ?? before[1] : write ?? before[1]] };
};

/** A whole number within limits, in fio's notation. */
const count = (value: string, refuse: Refuse, min: number, max: number): number => {
  const number = fioCount(value);
  if (number === undefined || number < min || number > max) throw refuse('not a whole number in range', value, `${min} to ${max}`);
  return number;
};

/** A time within limits, in fio's notation. */
const time = (value: string, refuse: Refuse, bareNs: number, maxNs: number, right: string): number => {
  const ns = fioTimeNs(value, bareNs);
  if (ns === undefined || ns > maxNs) throw refuse('not a time in range', value, right);
  return ns;
};

const flag = (value: string, refuse: Refuse): boolean => count(value, refuse, 0, 1) === 1;

const hourNs = 3600e9;
/** As many descriptors as a virtqueue can have. */
const deepest = 32768;
const uint = 2 ** 32 - 1;

const readEngine: Reader = (value, refuse) => {
  const engine = fioEngines.get(value);
  const likely = nearest(value, [...fioEngines.keys()]);
  if (engine === undefined) throw refuse('unknown ioengine', value, likely === undefined ? 'such as libaio, io_uring or psync' : `did you mean ${likely}?`);
  if (engine.depth === 'none') throw refuse('this ioengine does no block I/O', value, 'such as libaio, io_uring or psync');
  return { engine: value };
};

/** The options that change what is asked of the device. */
export const fioReaders: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['rw', readRw],
  ['bs', (value, refuse, { bs }) => ({ bs: pair(value, bs, (piece) => blockSize(piece, refuse), refuse) })],
  ['bssplit', readSplits],
  ['bs_unaligned', (value, refuse) => ({ unaligned: flag(value, refuse) })],
  ['iodepth', (value, refuse) => ({ iodepth: count(value, refuse, 1, deepest) })],
  ['numjobs', (value, refuse) => ({ numjobs: count(value, refuse, 1, 4096) })],
  ['rwmixread', (value, refuse) => ({ rwmixread: count(value, refuse, 0, 100) })],
  ['rwmixwrite', (value, refuse) => ({ rwmixread: 100 - count(value, refuse, 0, 100) })],
  ['rate_iops', (value, refuse, { rate }) => ({ rate: pair(value, rate, (piece) => count(piece, refuse, 0, 1e9), refuse) })],
  ['thinktime', (value, refuse) => ({ thinktimeNs: time(value, refuse, 1e3, hourNs, 'from 0 to 1h, such as 10us or 2ms; microseconds without a unit') })],
  ['fsync', (value, refuse) => ({ fsync: count(value, refuse, 0, uint) })],
  ['fdatasync', (value, refuse) => ({ fdatasync: count(value, refuse, 0, uint) })],
  ['runtime', (value, refuse) => ({ runtimeNs: time(value, refuse, 1e9, 2 * hourNs, 'from 0 to 2h, such as 30s or 500ms; seconds without a unit') })],
  ['number_ios', (value, refuse) => ({ numberIos: count(value, refuse, 0, 1e12) })],
  ['ioengine', readEngine],
  ['direct', (value, refuse) => ({ direct: flag(value, refuse) })],
  ['buffered', (value, refuse) => ({ direct: !flag(value, refuse) })],
]);
