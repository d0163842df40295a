import { quoted } from '../experiment/quoted.ts';
import type { FioJob } from '../experiment/spec.ts';
import { weigh } from './fio-block-sizes.ts';
import { fioEngines } from './fio-engines.ts';
import { fioFault, fioSections, mostJobs, type FioEntry, type FioSection } from './fio-lines.ts';
import { fioOptions, type FioOption } from './fio-options.ts';
import { fioReasons, fioRefusals } from './fio-remarks.ts';
import { fioDefaults, fioReaders, type FioSettings } from './fio-settings.ts';
import { fioValueFault } from './fio-values.ts';
import { nearest } from '../experiment/nearest.ts';

/** A fio job file as far as it has an effect here, with a sentence about everything in it that has none. */
export interface FioFile {
  readonly jobs: readonly FioJob[];
  readonly withoutEffect: readonly string[];
}

/** What holds for the jobs of a section, and where the options stand that are only judged when a job is complete. */
type Scope = Readonly<{ settings: FioSettings; rateAt: FioEntry | undefined; flushAt: FioEntry | undefined }>;
/** Tells once about each thing; the sentence is only made the first time. */
type Remark = (about: string, sentence: () => string) => void;

/** Reads a fio job file as fio 3.33 does; what fio refuses and what would change the meaning unseen is an error at `file:line:column`. */
export function readFioJobs(text: string, file: string): FioFile {
  const remarks = new Map<string, string>();
  const remark: Remark = (about, sentence) => {
    if (!remarks.has(about)) remarks.set(about, sentence());
  };
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body !== text) remark('bom', () => `${file}:1: the byte order mark is skipped here (fio itself refuses it)`);

  const jobs: FioJob[] = [];
  let processes = 0;
  let global: Scope = { settings: fioDefaults, rateAt: undefined, flushAt: undefined };
  for (const section of fioSections(body, file)) {
    const scope = readSection(section, global, file, remark);
    // fio compares six letters only: [globals] is a [global] too.
    if (section.name.startsWith('global')) {
      global = scope;
      continue;
    }
    const job = finish(section, scope, file, remark);
    processes += job.numjobs;
    if (processes > mostJobs) throw fioFault(file, section.line, section.column, 'too many processes', `${processes}`, `at most ${mostJobs}, all numjobs together`);
    jobs.push(job);
  }
  if (jobs.length === 0) throw fioFault(file, 1, 1, 'no jobs in this file', text.trim() === '' ? 'empty' : 'no section but [global]', 'write a [name] section');
  return { jobs, withoutEffect: [...remarks.values()] };
}

/** The options of one section, in their order, on top of what holds already. */
function readSection(section: FioSection, above: Scope, file: string, remark: Remark): Scope {
  let { settings, rateAt, flushAt } = above;
  const unknown: FioEntry[] = [];
  for (const entry of section.entries) {
    const option = fioOptions.get(entry.key);
    if (option === undefined) {
      unknown.push(entry);
      continue;
    }
    const { value } = entry;
    const refuse = refuser(file, entry);
    const fault = fioValueFault(option, value);
    const reader = fioReaders.get(option.name);
    // The readers know what is right better than the general check; this one only asks that there is something to read.
    if (fault !== undefined && (reader === undefined || value === undefined || value === '')) {
      throw refuse(fault[0], value === undefined || value === '' ? entry.key : value, fault[1]);
    }
    if (entry.gap && (option.kind === 'choice' || option.name === 'ioengine')) {
      throw refuse('white space before a word', `${entry.key}= ${value ?? ''}`, `fio takes none here: write ${entry.key}=${value ?? ''}`);
    }
    if (reader !== undefined) {
      settings = { ...settings, ...reader(value ?? '1', refuse, settings) };
      if (option.name === 'rate_iops') rateAt = entry;
      if (option.name === 'fsync' || option.name === 'fdatasync') flushAt = entry;
    }
    if (reader === undefined) checkRefusal(option, entry, refuse);
    if (reader === undefined || fioReasons.has(option.name)) remark(option.name, () => withoutEffect(file, entry, fioReasons.get(option.name) ?? 'known to fio, not modelled'));
  }
  for (const entry of unknown) {
    if (!fioEngines.get(settings.engine)?.options.includes(entry.key)) throw unknownOption(entry, settings.engine, file);
    remark(`engine ${entry.key}`, () => withoutEffect(file, entry, `an option of ioengine=${settings.engine}, not modelled`));
  }
  return { settings, rateAt, flushAt };
}

const refuser =
  (file: string, entry: FioEntry) =>
  (message: string, value: string, right: string): Error =>
    fioFault(file, entry.line, entry.valueColumn, message, value, right);

const written = ({ key, value }: FioEntry): string => quoted(value === undefined ? key : `${key}=${value}`);

const withoutEffect = (file: string, entry: FioEntry, reason: string): string => `${file}:${entry.line}: ${written(entry)} has no effect (${reason})`;

function checkRefusal({ name, kind }: FioOption, { key, value }: FioEntry, refuse: ReturnType<typeof refuser>): void {
  const refusal = fioRefusals.get(name);
  if (refusal === undefined || refusal.harmless.includes(value ?? '1')) return;
  const instead = refusal.harmless.length === 0 ? '' : `, or ${key}=${refusal.harmless[0]}`;
  throw refuse(`${key} would change what is measured and is not modelled`, value ?? (kind === 'flag' ? '1' : key), `${refusal.because}${instead}`);
}

/** fio's "Bad option", with the engine that knows it or the word that was meant. */
function unknownOption(entry: FioEntry, engine: string, file: string): Error {
  const owners = [...fioEngines].filter(([, { options }]) => options.includes(entry.key)).map(([name]) => name);
  const known = [...fioOptions.keys()];
  const likely = nearest(entry.key, known);
  const right = owners.length > 0 ? `an option of ioengine=${owners[0]}, not of ${engine}` : likely !== undefined ? `did you mean ${likely}?` : 'fio --cmdhelp=all lists what it knows';
  return fioFault(file, entry.line, entry.keyColumn, 'unknown option', entry.key, right);
}

/** What only shows when all options of a job are known. */
function finish(section: FioSection, { settings, rateAt, flushAt }: Scope, file: string, remark: Remark): FioJob {
  const name = quoted(section.name);
  const tell: Remark = (what, sentence) => remark(`${what} ${section.line}`, () => `${file}:${section.line}: job ${name}: ${sentence()}`);
  const sizes = settings.bs.map((bytes, direction) => weigh(settings.split[direction] ?? [[bytes, 100]], settings.unaligned));
  const writes = !settings.rw.endsWith('read') && !(settings.rw.endsWith('rw') && settings.rwmixread === 100);
  const flush = settings.fsync > 0 ? settings.fsync : settings.fdatasync;
  if (settings.fsync > 0 && settings.fdatasync > 0 && flushAt !== undefined) {
    throw fioFault(file, flushAt.line, flushAt.keyColumn, 'fsync and fdatasync together', written(flushAt), 'one of them: both are a flush of the device');
  }
  const random = settings.rw.startsWith('rand');
  if (!random || settings.perPlace > 1) {
    const says = random ? `that rw=${settings.rw}:${settings.perPlace} goes on from each place` : `that rw=${settings.rw} goes on where it ended`;
    remark('sequential', () => `${file}:${section.line}: job ${name}: ${says} has an effect through device.sequential_ratio alone (1: none; requests are not merged, as fio submits each by itself)`);
  }
  if (flush > 0 && !writes) tell('flush', () => `fsync=${flush} has no effect (nothing is written)`);
  return {
    name: section.name,
    rw: settings.rw,
    ...(settings.perPlace > 1 && { perPlace: settings.perPlace }),
    ...(settings.holeBytes !== 0 && { holeBytes: settings.holeBytes }),
    readSizes: sizes[0],
    writeSizes: sizes[1],
    iodepth: depth(settings, tell),
    numjobs: settings.numjobs,
    ...pace(settings, rateAt, file, tell),
    thinktimeNs: settings.thinktimeNs,
    fsync: writes ? flush : 0,
    runtimeNs: settings.runtimeNs,
    numberIos: settings.numberIos,
  };
}

/** How many requests the engine can really keep in flight: one where it waits for each, and one where the page cache stands before the device. */
function depth({ iodepth, engine, direct }: FioSettings, tell: Remark): number {
  const kind = fioEngines.get(engine)?.depth;
  if (iodepth === 1 || kind === 'deep' || (kind === 'cached' && direct)) return iodepth;
  const why = kind === 'one' ? `ioengine=${engine} waits for every request: write ioengine=libaio and direct=1` : `direct=0 goes through the page cache and waits for every request: write direct=1`;
  tell('depth', () => `iodepth=${iodepth} is limited to 1 (${why})`);
  return 1;
}

/** fio limits reads and writes each by its own rate, so that in a mix the rates decide the share of reads. */
function pace({ rw, rate: [reads, writes], rwmixread }: FioSettings, at: FioEntry | undefined, file: string, tell: Remark): Pick<FioJob, 'rateIops' | 'rwmixread'> {
  if (rw.endsWith('read') || (rw.endsWith('rw') && rwmixread === 100)) return { rateIops: reads, rwmixread };
  if (rw.endsWith('write') || rwmixread === 0) return { rateIops: writes, rwmixread };
  if (reads === 0 && writes === 0) return { rateIops: 0, rwmixread };
  if ((reads === 0 || writes === 0) && at !== undefined) {
    throw fioFault(file, at.line, at.valueColumn, 'a mix with only one direction limited is not modelled', at.value ?? '', 'write rate_iops=READ,WRITE');
  }
  const share = (100 * reads) / (reads + writes);
  if (share !== rwmixread) tell('mix', () => `rwmixread=${rwmixread} has no effect (as in fio rate_iops limits ${reads} reads and ${writes} writes a second, ${share.toFixed(1)} % reads)`);
  return { rateIops: reads + writes, rwmixread: share };
}
