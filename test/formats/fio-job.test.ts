import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { weigh } from '../../src/formats/fio-block-sizes.ts';
import { fioEngines } from '../../src/formats/fio-engines.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { fioOptions } from '../../src/formats/fio-options.ts';
import { fioCount, fioTimeNs } from '../../src/formats/fio-units.ts';

const test = suite('fio job files');

const read = (text: string) => readFioJobs(text, 'job.fio');
/** The only job of a file whose one section holds these lines. */
const job = (...lines: readonly string[]) => {
  const { jobs } = read(['[a]', ...lines, ''].join('\n'));
  assert.is(jobs.length, 1);
  return jobs[0];
};
const failure = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
  return 'accepted';
};
const refuses = (lines: string, message: string) => assert.is(failure(`[a]\n${lines}\n`), message);

/** What the real program says to a file; its absence fails the test. */
const folder = mkdtempSync(join(tmpdir(), 'fio-job-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const realFio = (text: string): { readonly accepts: boolean; readonly says: string } => {
  const file = join(folder, 'job.fio');
  writeFileSync(file, text);
  const { error, status, stdout, stderr } = spawnSync('fio', ['--parse-only', file], { encoding: 'utf8', cwd: folder });
  if (error !== undefined) throw new Error(`fio cannot be started: ${error.message} (install it: apt-get install fio)`);
  return { accepts: status === 0, says: stdout + stderr };
};

test("fio's defaults hold where the file says nothing", () => {
  assert.equal(job(), {
    name: 'a',
    rw: 'read',
    readSizes: [[4096, 1]],
    writeSizes: [[4096, 1]],
    iodepth: 1,
    numjobs: 1,
    rateIops: 0,
    rwmixread: 50,
    thinktimeNs: 0,
    fsync: 0,
    runtimeNs: 0,
    numberIos: 0,
  });
});

test('every word that the issue promises has its effect', () => {
  const all = job('rw=randrw', 'bs=4k,8k', 'direct=1', 'ioengine=libaio', 'iodepth=32', 'numjobs=2', 'rwmixread=70', 'thinktime=5', 'fsync=8', 'runtime=3', 'number_ios=10k');
  assert.equal(all, {
    name: 'a',
    rw: 'randrw',
    readSizes: [[4096, 1]],
    writeSizes: [[8192, 1]],
    iodepth: 32,
    numjobs: 2,
    rateIops: 0,
    rwmixread: 70,
    thinktimeNs: 5000,
    fsync: 8,
    runtimeNs: 3e9,
    numberIos: 10240,
  });
  assert.is(job('readwrite=readwrite').rw, 'rw');
  assert.equal([job('rw=randread:4').rw, job('rw=randread:4').perPlace], ['randread', 4]);
  assert.equal([job('rw=write:64k').rw, job('rw=write:64k').holeBytes, job('rw=read:-8k').holeBytes], ['write', 65536, -8192]);
  assert.is(job('rwmixwrite=30').rwmixread, 70);
  assert.equal(job('blocksize=16k').writeSizes, [[16384, 1]]);
  assert.equal([job('bs=,8k').readSizes, job('bs=,8k').writeSizes], [[[4096, 1]], [[8192, 1]]]);
  assert.is(job('rw=write', 'fdatasync=4').fsync, 4);
  assert.is(job('timeout=2m').runtimeNs, 120e9);
});

test('k is 1024 and kib is 1000, as kb_base=1024 has it', () => {
  // What fio 3.33 prints for `--bs=...`: 4k, 4kb and 4ki are 4096B, 4kib is 4000B.
  for (const text of ['4096', '4k', '4K', '4kb', '4KB', '4ki', '0x1000', '4096b']) assert.is(fioCount(text), 4096, text);
  assert.is(fioCount('4kib'), 4000);
  assert.is(fioCount('1m'), 1048576);
  assert.is(fioCount('1g'), 1073741824);
  for (const text of ['', 'k', '-1', '1.5', '1e3', '4q', '4kk', 'NaN', 'Infinity', '9999999999999999', '9p9', '16384p']) assert.is(fioCount(text), undefined, text);
});

test('a size printed in a smaller unit reads the same', () => {
  const units = ['', 'k', 'm', 'g'];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4095 }), fc.integer({ min: 1, max: 3 }), (number, unit) => {
      assert.is(fioCount(`${number}${units[unit]}`), fioCount(`${number * 1024}${units[unit - 1]}`));
    }),
  );
});

test('a time reads the same in every unit that can hold it, and seconds or microseconds without one', () => {
  for (const text of ['60', '60s', '1m', '60000ms', '60000msec', '60000000us', '60000000USEC']) assert.is(fioTimeNs(text, 1e9), 60e9, text);
  assert.is(fioTimeNs('60', 1e3), 60e3);
  assert.is(fioTimeNs('1h', 1e9), fioTimeNs('3600', 1e9));
  // fio reads an unknown unit as microseconds without a word.
  for (const text of ['1min', '5sec', '1.5', '-1', '1:30', '10ns', '']) assert.is(fioTimeNs(text, 1e9), undefined, text);
});

test('shares of bssplit are those of fio', () => {
  assert.equal(job('bssplit=4k/50:64k/50').readSizes, [[4096, 0.5], [65536, 0.5]]);
  assert.equal(job('bssplit=4k/10:8k:16k').readSizes, [[4096, 0.1], [8192, 0.45], [16384, 0.45]]);
  assert.equal(job('bssplit=4k/10:8k/:16k/0').readSizes, [[4096, 0.1], [8192, 0.45], [16384, 0.45]]);
  // 100 / 3 is 33; the last of the sorted list takes what is missing.
  assert.equal(job('bssplit=4k:8k:16k').readSizes, [[4096, 0.33], [8192, 0.33], [16384, 0.34]]);
  assert.equal(job('bssplit=4k/60:8k/20').readSizes, [[4096, 0.8], [8192, 0.2]]);
  assert.equal(job('bssplit=4k/100:8k').readSizes, [[4096, 1]]);
  const pair = job('bs=2k', 'bssplit=4k/50:64k/50,8k/100');
  assert.equal([pair.readSizes, pair.writeSizes], [[[4096, 0.5], [65536, 0.5]], [[8192, 1]]]);
  assert.equal(job('bs=2k', 'bssplit=,8k').readSizes, [[2048, 1]]);
});

test('sizes that are no multiple of the smallest are rounded down unless bs_unaligned', () => {
  assert.equal(job('bssplit=4k/50:6k/50').readSizes, [[4096, 1]]);
  assert.equal(job('bssplit=4k/50:6k/50', 'bs_unaligned').readSizes, [[4096, 0.5], [6144, 0.5]]);
});

test('weights of a split always sum to 1 and every size is one that was written or below it', () => {
  const entry = fc.tuple(fc.integer({ min: 1, max: 64 }), fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }));
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
      const text = entries.map(([kib, percent]) => `${kib}k${percent === undefined ? '' : `/${percent}`}`).join(':');
      const { readSizes } = job(`bssplit=${text}`);
      assert.ok(Math.abs(readSizes.reduce((sum, [, weight]) => sum + weight, 0) - 1) < 1e-12);
      assert.ok(readSizes.every(([bytes, weight]) => bytes <= 65536 && weight > 0));
    }),
  );
  assert.equal(weigh([[4096, 30], [4096, 70]], false), [[4096, 1]]);
});

test('rates limit reads and writes each, and so decide the share of reads in a mix', () => {
  // Real fio: --rw=randrw --rwmixread=70 --rate_iops=1000,500 on a fast device gives 999 reads and 500 writes a second.
  const mix = job('rw=randrw', 'rwmixread=70', 'rate_iops=1000,500');
  assert.is(mix.rateIops, 1500);
  assert.is(mix.rwmixread, 100000 / 1500);
  assert.equal([job('rw=randrw', 'rate_iops=1000').rateIops, job('rw=randrw', 'rate_iops=1000').rwmixread], [2000, 50]);
  assert.is(job('rw=read', 'rate_iops=1000,500').rateIops, 1000);
  assert.is(job('rw=randwrite', 'rate_iops=1000,500,7').rateIops, 500);
  refuses('rw=rw\nrate_iops=,500', 'job.fio:3:11: a mix with only one direction limited is not modelled: ,500 (write rate_iops=READ,WRITE)');
});

test('synchronous engines and the page cache limit the depth to 1 and say so', () => {
  const depth = (...lines: readonly string[]) => job('iodepth=16', ...lines).iodepth;
  assert.is(depth('direct=1', 'ioengine=libaio'), 16);
  assert.is(depth('buffered=0', 'ioengine=io_uring'), 16);
  assert.is(depth('direct=0', 'ioengine=libaio'), 1);
  assert.is(depth('ioengine=libaio'), 1);
  assert.is(depth('direct=1', 'buffered=1', 'ioengine=libaio'), 1);
  assert.is(depth('ioengine=null'), 16);
  for (const engine of ['sync', 'psync', 'vsync', 'pvsync', 'pvsync2', 'mmap', 'sg', 'splice']) assert.is(depth('direct=1', `ioengine=${engine}`), 1, engine);
  const { withoutEffect } = read('[a]\niodepth=16\ndirect=1\n');
  assert.ok(withoutEffect.includes('job.fio:1: job a: iodepth=16 is limited to 1 (ioengine=psync waits for every request: write ioengine=libaio and direct=1)'));
});

test('what is accepted without effect is told, once for each word', () => {
  const lines = ['filename=/dev/vda', 'size=1g', 'direct=1', 'ioengine=libaio', 'time_based', 'group_reporting', 'name=b', 'directory=/tmp', 'stonewall', 'percentile_list=50:99', 'norandommap', 'randrepeat=0'];
  const { withoutEffect } = read(['[a]', ...lines, 'rw=randread', '[b]', ...lines, 'rw=randread'].join('\n'));
  assert.is(withoutEffect.length, lines.length);
  lines.forEach((line, index) => assert.ok(withoutEffect[index].startsWith(`job.fio:${index + 2}: ${line} has no effect (`), withoutEffect[index]));
  assert.equal(read('[a]\nrw=randread\nbs=8k\n').withoutEffect, []);
  assert.equal(read('[a]\nrw=write\n[b]\n').withoutEffect, ['job.fio:1: job a: that rw=write goes on where it ended has an effect through device.sequential_ratio alone (1: none; requests are not merged, as fio submits each by itself)']);
});

test('[global] holds for the sections below it, may come again, and names may repeat', () => {
  const { jobs } = read('[a]\n[global]\nbs=8k\nrw=write\n[a]\n[global]\nbs=16k\n[a]\nrw=read\n');
  assert.equal(jobs.map(({ name, rw, readSizes }) => [name, rw, readSizes[0][0]]), [['a', 'read', 4096], ['a', 'write', 8192], ['a', 'read', 16384]]);
});

test('comments, white space, line ends and a byte order mark change nothing', () => {
  const plain = read('[a]\nbs=8k\nrw=randread\n').jobs;
  for (const text of ['; c\n# c\n\n [a] ; c\n\t bs = 8k # c\nrw=randread;c', '[a]\r\nbs=8k\r\nrw=randread\r\n', '[a]\nbs=8k\nrw=randread', '\uFEFF[a]\nbs=8k\nrw=randread\n']) {
    assert.equal(read(text).jobs, plain, JSON.stringify(text));
  }
});

test('errors name line, column, value and what would be right', () => {
  refuses('bs=4k\niodpeth=4', 'job.fio:3:1: unknown option: iodpeth (did you mean iodepth?)');
  refuses('  hipri', 'job.fio:2:3: unknown option: hipri (an option of ioengine=pvsync2, not of psync)');
  refuses('rw=randred', 'job.fio:2:4: unknown rw: randred (did you mean randread?)');
  refuses('rw=trim', 'job.fio:2:4: trims are not modelled: trim (read, write, randread, randwrite, rw or randrw)');
  refuses('rw = read', 'job.fio:2:6: white space before a word: "rw= read" (fio takes none here: write rw=read)');
  refuses('iodepth=0', 'job.fio:2:9: not a whole number in range: 0 (1 to 32768)');
  refuses('iodepth', 'job.fio:2:1: option without a value: iodepth (write iodepth=...)');
  refuses('bssplit=4k/60:8k/60', 'job.fio:2:9: percentages above 100: 120 (at most 100 together)');
  refuses('bs=4kib', 'job.fio:2:4: block size of 4000 bytes: 4kib (whole sectors of 512 bytes; 4k is 4096 and 4kib is 4000 in fio)');
  refuses('zonemode=zbd', 'job.fio:2:10: zonemode would change what is measured and is not modelled: zbd (zones are not modelled, or zonemode=none)');
  refuses('numjobs=$ncpus', 'job.fio:2:9: variables are not replaced here: "$ncpus" (write the value itself)');
  refuses('filename=${HOME}/x', 'job.fio:2:10: variables are not replaced here: "${HOME}" (write the value itself)');
  refuses('include other.fio', 'job.fio:2:1: other files are not read from a job file: "include other.fio" (put its lines here)');
  refuses('ioengine=libaoi', 'job.fio:2:10: unknown ioengine: libaoi (did you mean libaio?)');
  refuses('ioengine=cpuio', 'job.fio:2:10: this ioengine does no block I/O: cpuio (such as libaio, io_uring or psync)');
  refuses('direct=yes', 'job.fio:2:8: not a whole number in range: yes (0 to 1)');
  assert.is(failure('bs=4k\n[a]\n'), 'job.fio:1:1: option before the first section: bs=4k (write [global] or [name] above it)');
  assert.is(failure('[a\n'), 'job.fio:1:1: section without an end: [a (write [name])');
  assert.is(failure(''), 'job.fio:1:1: no jobs in this file: empty (write a [name] section)');
  assert.is(failure('[global]\nbs=4k\n'), 'job.fio:1:1: no jobs in this file: "no section but [global]" (write a [name] section)');
});

test('numbers that are negative, broken, overflowing or absurd are refused, each with its place', () => {
  for (const key of ['bs', 'bssplit', 'iodepth', 'numjobs', 'rwmixread', 'rate_iops', 'thinktime', 'fsync', 'runtime', 'number_ios']) {
    for (const value of ['-1', 'NaN', 'Infinity', '1e99', '1.5', '99999999999999999999', '9007199254740992', '9999p', '']) {
      assert.match(failure(`[a]\n${key}=${value}\n`), /^job\.fio:2:\d+: [^\n]+: [^\n]+ \([^\n]+\)$/, `${key}=${value}`);
    }
  }
});

test('hostile names and bytes are names and errors, nothing else', () => {
  assert.equal(read('[__proto__]\nrw=write\n[constructor]\n').jobs.map(({ name, rw }) => [name, rw]), [['__proto__', 'write'], ['constructor', 'read']]);
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    assert.match(failure(`[a]\n${key}=1\n`), new RegExp(`^job\\.fio:2:1: unknown option: ${key} `));
    assert.match(failure(`[a]\nrw=${key}\n`), /^job\.fio:2:4: unknown rw: /);
    assert.match(failure(`[a]\nioengine=${key}\n`), /^job\.fio:2:10: unknown ioengine: /);
  }
  assert.match(failure('[a]\nfilename=\u001b[2J\n'), /^job\.fio:2:10: control character: "[^\u001b]+" \(remove it\)$/);
  assert.match(failure('[a]\nbs=4k\0\n'), /^job\.fio:2:6: control character/);
  assert.match(failure(`[a]\n${'x'.repeat(5000)}\n`), /^job\.fio:2:1: line too long: "?5000 characters"? \(at most 4000\)$/);
  assert.match(failure('[a]\nnumjobs=4096\n[b]\n'), /^job\.fio:3:1: too many processes: 4097 /);
  assert.match(failure('[a]\n'.repeat(9000)), /^job\.fio:4097:1: too many processes/);
  assert.match(failure('[global]\n'.repeat(9000)), /^job\.fio:8193:1: too many sections/);
});

test('any text gives jobs or one line of error, and never anything else', () => {
  const piece = fc.oneof(fc.string({ maxLength: 12, size: 'max' }), fc.constantFrom('[a]', '[global]', '\n', '=', 'bs', 'rw', 'read', '4k', '/', ':', ',', '${', '}', ';', ' ', '\0', '\uFEFF', 'bssplit=', '99999'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30, size: 'max' }), (pieces) => {
      const said = failure(`[a]\n${pieces.join('')}`);
      assert.ok(said === 'accepted' || /^job\.fio:\d+:\d+: [^\n]*\)$/.test(said), said);
    }),
    { numRuns: 500 },
  );
});

test('reading time grows with the file and not with its square', () => {
  const lines: readonly string[] = ['bs=4k\n', '\n', `filename=${' '.repeat(3000)}x\n`, `filename=${'${'.repeat(1500)}\n`, `bssplit=${'4k:'.repeat(60)}4k\n`, `;${'x'.repeat(3000)}\n`];
  for (const line of lines) {
    const ms = (bytes: number): number => {
      const text = `[a]\n${line.repeat(Math.floor(bytes / line.length))}`;
      // CPU time, because others may run beside this.
      const start = process.cpuUsage();
      read(text);
      return process.cpuUsage(start).user / 1000;
    };
    ms(1e5); // warm
    // Ten times the bytes would take a hundred times as long.
    assert.ok(ms(1e6) < 40 * Math.max(ms(1e5), 5), line.slice(0, 12));
  }
});

test('the real fio knows every option that we know, and no option that we do not', () => {
  const bad = (keys: readonly string[]) => {
    // fio names every bad option of a section; values play no part in that.
    const { says } = realFio(`[a]\n${keys.map((key) => `${key}=1`).join('\n')}\n`);
    return [...says.matchAll(/Bad option <([^=>]*)/g)].map(([, key]) => key);
  };
  assert.equal(bad([...fioOptions.keys()]), []);
  const letters = fc.string({ unit: fc.constantFrom(...'abcdeiorst_'), minLength: 1, maxLength: 6 });
  const names = fc.oneof(letters, fc.tuple(fc.constantFrom(...fioOptions.keys()), letters).map(([name, more]) => name + more));
  const unknown = fc.sample(names, { numRuns: 200, seed: 1 }).filter((name) => failure(`[a]\n${name}=1\n`).includes('unknown option'));
  assert.ok(unknown.length > 100);
  assert.equal(new Set(bad(unknown)), new Set(unknown));
});

test("the real fio's help names no option that we do not know", () => {
  const { error, stdout } = spawnSync('fio', ['--cmdhelp=all'], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`fio cannot be started: ${error.message} (install it: apt-get install fio)`);
  const named = stdout.split('\n').map((line) => line.split(':')[0].trim()).filter((name) => /^[\w-]+$/.test(name));
  assert.ok(named.length > 150);
  assert.equal(named.filter((name) => !fioOptions.has(name)), []);
});

test("an engine's own options are accepted by the real fio with that engine only", () => {
  for (const [engine, { options, depth }] of fioEngines) {
    if (options.length === 0 || depth === 'none' || !['libaio', 'io_uring', 'pvsync2', 'mmap', 'sg'].includes(engine)) continue;
    const { says } = realFio(`[a]\nioengine=${engine}\n${options.map((key) => `${key}=1`).join('\n')}\n`);
    assert.not.match(says, /Bad option/, engine);
  }
  assert.match(realFio('[a]\nioengine=psync\nuserspace_reap\n').says, /Bad option <userspace_reap>/);
});

test('whatever we accept, the real fio accepts', () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 64 }), fc.constantFrom('k', 'K', 'kb', 'm', 'ki')).map(([number, unit]) => `${number}${unit}`);
  const time = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.constantFrom('', 'us', 'ms', 's', 'msec', 'usec')).map(([number, unit]) => `${number}${unit}`);
  const splits = fc.array(fc.tuple(size, fc.constantFrom('', '/', '/0', '/10', '/25')), { minLength: 1, maxLength: 4 }).map((list) => list.map((each) => each.join('')).join(':'));
  const number = fc.integer({ min: 0, max: 5000 }).map(String);
  const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
    rw: fc.constantFrom('read', 'write', 'randread', 'randwrite', 'rw', 'readwrite', 'randrw', 'randread:4', 'read:4k', 'rw=1'),
    bs: fc.array(size, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    bssplit: fc.array(splits, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    iodepth: number,
    numjobs: fc.integer({ min: 0, max: 64 }).map(String),
    rwmixread: fc.integer({ min: 0, max: 120 }).map(String),
    rate_iops: fc.array(number, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    thinktime: time,
    runtime: time,
    fsync: number,
    number_ios: fc.oneof(number, size),
    ioengine: fc.constantFrom('libaio', 'psync', 'io_uring', 'mmap'),
  };
  const line = fc.oneof(
    fc.constantFrom(...Object.keys(values)).chain((key) => values[key].map((value) => `${key}=${value}`)),
    fc.tuple(fc.constantFrom(...fioOptions.keys()), fc.constantFrom('=0', '=1', '=8', '=4k', '=100', '=10s', '=none', '', '= 1', ' =1')).map((parts) => parts.join('')),
    fc.constantFrom('; comment', '', '[b]', '[global]', '  # comment', 'size=10%', 'hipri', 'userspace_reap'),
  );
  // Of many files those that we accept; where we refuse a line the file goes on without it.
  const grown = fc.array(line, { minLength: 20, maxLength: 40, size: 'max' }).map((lines) =>
    lines.reduce((text, next) => (failure(`${text}${next}\n`) === 'accepted' ? `${text}${next}\n` : text), '[a]\n'),
  );
  fc.assert(
    fc.property(grown, (text) => {
      const { accepts, says } = realFio(text);
      assert.ok(accepts, `${text}\n${says}`);
    }),
    { numRuns: 20 },
  );
});

test.run();
