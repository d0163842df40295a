import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptyFolder, onTerminal, root, vhostLab } from './command.ts';

const test = suite('cli: inspect');

const split = 'test/fixtures/rings/split-noindirect-pci';
const packed = 'test/fixtures/rings/packed-pci';

interface Queue {
  readonly name: string;
  readonly layout: string;
  readonly size: number;
  readonly avail_idx: number | null;
  readonly used_idx: number | null;
  readonly avail_wrap_counter: number | null;
  readonly used_wrap_counter: number | null;
  readonly available: number | null;
  readonly in_flight: number | null;
  readonly unreaped: number | null;
  readonly would_kick: boolean | null;
  readonly would_interrupt: boolean | null;
  readonly violations: readonly { readonly queue: string; readonly index: number | null; readonly reason: string; readonly section: string }[];
}
const queuesOf = (out: string): readonly Queue[] => (JSON.parse(out) as { queues: readonly Queue[] }).queues;

/** A copy of a dump in which bytes of one file were changed. */
function changed(folder: string, file: string, change: (bytes: Buffer) => Buffer | void): string {
  const copy = mkdtempSync(join(emptyFolder(), 'dump-'));
  cpSync(join(root, folder), copy, { recursive: true });
  const bytes = readFileSync(join(copy, file));
  writeFileSync(join(copy, file), change(bytes) ?? bytes);
  return copy;
}

const raw = (layout: string, folder: string, queue: string, size: number, ...more: readonly string[]) =>
  vhostLab('inspect', '--layout', layout, '--size', String(size), ...(['desc', 'driver', 'device'] as const).flatMap((area) => [`--${area}`, `${folder}/${queue}-${area}.bin`]), ...more);

test('real rings: indices and wrap counters as the emulator reported them, and nothing wrong', () => {
  for (const folder of [split, packed]) {
    const { code, out, err } = vhostLab('inspect', '--meta', folder, '--json');
    assert.equal([code, err], [0, '']);
    const meta = JSON.parse(readFileSync(join(root, folder, 'meta.json'), 'utf8')) as { queues: readonly { name: string; emulator_state: Readonly<Record<string, number>> }[] };
    assert.equal(queuesOf(out).map(({ name, avail_idx, used_idx, violations }) => ({ name, avail_idx, used_idx, violations })), meta.queues.map(({ name, emulator_state: state }) => ({ name, avail_idx: state['shadow-avail-idx'], used_idx: state['used-idx'], violations: [] })));
  }
  const wraps = queuesOf(vhostLab('inspect', '--meta', packed, '--json').out).map(({ avail_wrap_counter, used_wrap_counter }) => [avail_wrap_counter, used_wrap_counter]);
  assert.equal(wraps, [[1, 1], [1, 1], [1, 1], [0, 0]]);
});

test('raw areas say the same as meta.json', () => {
  for (const [layout, folder] of [['split', split], ['packed', packed]] as const) {
    for (const queue of queuesOf(vhostLab('inspect', '--meta', folder, '--json').out)) {
      const { code, out } = raw(layout, folder, queue.name, queue.size, '--json', '--features', 'event_idx,indirect_desc');
      assert.is(code, 0);
      const [found] = queuesOf(out);
      const seen = ({ used_idx, used_wrap_counter, available, unreaped, would_interrupt, would_kick }: Queue) => ({ used_idx, used_wrap_counter, available, unreaped, would_interrupt, would_kick });
      assert.equal(seen(found), seen(queue));
    }
  }
});

test('several pieces of memory are given with one option or with several', () => {
  const piece = `${split}/virtio-net-q0-desc.bin`;
  for (const memory of [['--memory', `${piece}@0`, `${piece}@0x1000`], ['--memory', `${piece}@0`, '--memory', `${piece}@0x1000`]]) {
    assert.is(vhostLab('inspect', '--meta', split, ...memory, '--json').code, 0);
  }
});

test('what neither memory nor the user says is named, and can be given', () => {
  const words = ['inspect', '--layout', 'split', '--size', '256', ...(['desc', 'driver', 'device'] as const).flatMap((area) => [`--${area}`, `${split}/virtio-net-q0-${area}.bin`])];
  assert.match(vhostLab(...words).out, /note: how many of the 224 chains the device has taken is not in memory/);
  const { out } = vhostLab(...words, '--state', 'last-avail-idx=100', '--json');
  assert.equal(queuesOf(out).map(({ available, in_flight }) => [available, in_flight]), [[222, 2]]);
});

test('exit 1 and queue, index, reason and section where something violates the standard', () => {
  const folder = changed(split, 'virtio-net-q0-desc.bin', (bytes) => {
    bytes.writeUInt16LE(3, 16 * 105 + 12);
    bytes.writeUInt16LE(105, 16 * 105 + 14);
  });
  const { code, out, err } = vhostLab('inspect', '--meta', folder);
  assert.equal([code, err], [1, '']);
  assert.ok(out.includes('\n1 violation\n  virtio-net-q0, descriptor 105: the chain from 105 comes back to it (driver; 2.7.5.2: loops in a descriptor chain are forbidden)\n'));
  assert.ok(out.endsWith('\n4 queues: 1 violation of VIRTIO 1.2\n'));
  const [queue] = queuesOf(vhostLab('inspect', '--meta', folder, '--json').out);
  assert.equal(queue.violations.map(({ queue: name, index, section }) => [name, index, section]), [['virtio-net-q0', 105, '2.7.5.2']]);
});

test('areas and indirect tables come out of a dump of the whole memory; what is outside it is wrong', () => {
  const folder = emptyFolder();
  const ram = Buffer.alloc(0x4000);
  // A packed ring of 4 at 0x0, events at 0x100 and 0x104, a table of 2 at 0x1000, at address 0x40000000.
  const desc = (at: number, address: bigint, length: number, flags: number) => {
    ram.writeBigUInt64LE(address, at);
    ram.writeUInt32LE(length, at + 8);
    ram.writeUInt16LE(flags, at + 14);
  };
  desc(0, 0x40001000n, 32, 128 | 4);
  desc(0x1000, 0x40002000n, 16, 0);
  desc(0x1010, 0x40003000n, 512, 2);
  const file = join(folder, 'ram.bin');
  const inspected = () => {
    writeFileSync(file, ram);
    return vhostLab('inspect', '--layout', 'packed', '--size', '4', '--desc', '@0x40000000', '--driver', '@0x40000100', '--device', '@0x40000104', '--memory', `${file}@0x40000000`, '--features', '0x1510000000', '--json');
  };
  const well = inspected();
  assert.is(well.code, 0);
  assert.match(well.out, /"readable_bytes": 16,\s+"writable_bytes": 512,/);
  desc(0x1010, 0x40003f00n, 512, 2);
  const { code, out } = inspected();
  assert.is(code, 1);
  assert.match(queuesOf(out)[0].violations[0].reason, /^0x40003f00 \+ 512 bytes is not in the guest's memory$/);
});

const area = (name: string) => `${split}/virtio-net-q0-${name}.bin`;
const areas = `--desc ${area('desc')} --driver ${area('driver')} --device ${area('device')}`;
const refusals: readonly (readonly [words: string, says: string])[] = [
  ['', 'nothing to inspect (give --meta, or --layout, --size, --desc, --driver and --device)'],
  ['--meta nowhere', 'cannot read nowhere: no such file or directory'],
  ['--meta src', 'cannot read src/meta.json: no such file or directory'],
  [`--meta ${area('desc')}`, `cannot read ${area('desc')}: it is no UTF-8 text`],
  [`--meta ${split} --queue virtio-net-q5`, 'unknown queue: virtio-net-q5 (did you mean virtio-net-q0?)'],
  [`--meta ${split} --size 4`, '--meta and --size cannot be given together (meta.json says it)'],
  [`--size 256 ${areas}`, '--layout is missing (split or packed)'],
  [`--layout spilt --size 256 ${areas}`, 'unknown layout: spilt (did you mean split?)'],
  [`--layout split ${areas}`, '--size is missing (the number of descriptors)'],
  [`--layout split --size 0 ${areas}`, '--size: 0 (must be a whole number from 1 to 32768)'],
  [`--layout split --size 1e2 ${areas}`, '--size: 1e2 (must be a whole number from 1 to 32768)'],
  [`--layout split --size 512 ${areas}`, 'queue: its descriptor table has 4096 bytes (8192 for a size of 512)'],
  [`--layout split --size 256 --desc ${area('desc')} --driver ${area('driver')}`, '--device is missing (FILE, FILE@ADDR, or @ADDR with --memory)'],
  [`--layout split --size 256 --desc src --driver ${area('driver')} --device ${area('device')}`, 'cannot read src: it is no file'],
  [`--layout split --size 256 --desc /dev/zero --driver ${area('driver')} --device ${area('device')}`, 'cannot read /dev/zero: it is no file'],
  [`--layout split --size 256 --desc @0x1000 --driver ${area('driver')} --device ${area('device')}`, '--desc: 0x1000 is in no --memory'],
  [`--layout split --size 256 ${areas} --features event_ix`, 'unknown feature: event_ix (did you mean event_idx?)'],
  [`--layout split --size 256 ${areas} --features ring_packed`, '--features: RING_PACKED was negotiated (--layout is split)'],
  [`--layout split --size 256 ${areas} --memory x`, '--memory: x (write FILE@ADDR, e.g. ram.bin@0x40000000)'],
  [`--layout split --size 256 ${areas} --memory nowhere@0`, 'cannot read nowhere: no such file or directory'],
  [`--layout split --size 256 ${areas} --ram 0x1000`, '--ram: 0x1000 (write ADDR+BYTES, e.g. 0x40000000+0x8000000)'],
  [`--layout split --size 256 ${areas} --state used-ix=1`, 'unknown --state: used-ix (did you mean used-idx?)'],
  [`--layout split --size 256 ${areas} --state used-idx=65536`, '--state: used-idx: 65536 (must be a whole number from 0 to 65535)'],
];

for (const [words, says] of refusals) {
  test(`inspect ${words.replaceAll(split, '...')}: one line, exit 2`, () => {
    assert.equal(vhostLab('inspect', ...words.split(' ').filter((word) => word !== '')), { code: 2, out: '', err: `${says}\n` });
  });
}

test('a truncated area is refused with what it should have been', () => {
  const folder = changed(split, 'virtio-blk-q0-device.bin', (bytes) => bytes.subarray(0, 100));
  assert.equal(vhostLab('inspect', '--meta', folder), { code: 2, out: '', err: `cannot read ${folder}/virtio-blk-q0-device.bin: it has 100 bytes (${folder}/meta.json says 2054)\n` });
});

test('a terminal of 60 or 80 columns is kept to; a pipe gets no colour and no broken lines', () => {
  for (const folder of [split, packed]) {
    for (const columns of [60, 80]) {
      const { out } = onTerminal(columns, {}, 'inspect', '--meta', folder);
      for (const line of out.split('\n')) assert.ok(line.replace(/\u001b\[[\d;]*m/g, '').trimEnd().length <= columns, line);
    }
    const { out } = vhostLab('inspect', '--meta', folder);
    assert.not.match(out, /\u001b|│/);
    assert.is(out.match(/^ {2}interrupt .*\(2\.[78]\.\d+(\.\d)?\)$/gm)?.length, 4);
  }
});

test('all chains are printed where all are asked for', () => {
  assert.is(vhostLab('inspect', '--meta', split, '--queue', 'virtio-net-q0', '--all').out.match(/^available {2}/gm)?.length, 224);
});

test('the drawing is written where it was asked for, or nothing is', () => {
  const file = join(emptyFolder(), 'new', 'rings.html');
  const { code, out } = vhostLab('inspect', '--meta', split, '--html', file);
  assert.is(code, 0);
  assert.ok(out.endsWith(`\ndrawing: ${file}\n`));
  assert.match(readFileSync(file, 'utf8'), /^<!doctype html>/);
  assert.is(vhostLab('inspect', '--meta', split, '--html', '/proc/x/rings.html').code, 2);
  assert.not.ok(existsSync('/proc/x'));
});

test.run();
