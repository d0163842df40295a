import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { features } from '../../../src/virtio/negotiation/device-type.ts';
import { mmio } from '../../../src/virtio/negotiation/mmio-layout.ts';
import { mmioDevice, twoQueues } from './mmio-device.ts';
import type { Register } from './mmio-device.ts';

const test = suite('virtio/negotiation/mmio-registers');
const readable: readonly Register[] = ['MagicValue', 'Version', 'DeviceID', 'VendorID', 'DeviceFeatures', 'QueueNumMax', 'QueueReady', 'InterruptStatus', 'Status', 'SHMLenLow', 'SHMLenHigh', 'SHMBaseLow', 'SHMBaseHigh', 'QueueReset', 'ConfigGeneration'];
const writable: readonly Register[] = ['DeviceFeaturesSel', 'DriverFeatures', 'DriverFeaturesSel', 'QueueSel', 'QueueNum', 'QueueReady', 'QueueNotify', 'InterruptACK', 'Status', 'QueueDescLow', 'QueueDescHigh', 'QueueDriverLow', 'QueueDriverHigh', 'QueueDeviceLow', 'QueueDeviceHigh', 'SHMSel', 'QueueReset'];
const all = Object.keys(mmio) as Register[];

test('VIRTIO 1.2 section 4.2.2.1: magic, version 2, device ID', () => {
  const { get } = mmioDevice();
  equal([get('MagicValue'), get('Version'), get('DeviceID')], [0x74726976, 2, 42]);
});

test('section 4.2.2: features are read through a window of 32 bits, 0 beyond the second', () => {
  const { get, put } = mmioDevice();
  const word = (select: number): bigint => (put('DeviceFeaturesSel', select), BigInt(get('DeviceFeatures')));
  is(word(0) | (word(1) << 32n), twoQueues.features);
  equal([word(2), word(0xffff_ffff)], [0n, 0n]);
});

test('section 4.2.2: QueueNumMax is 0 where there is no such queue, and its registers do nothing', () => {
  const { get, put, agree } = mmioDevice();
  agree();
  const most = [0, 1, 2, 0xffff].map((index) => (put('QueueSel', index), get('QueueNumMax')));
  equal(most, [256, 64, 0, 0]);
  put('QueueNum', 8);
  put('QueueReady', 1);
  is(get('QueueReady'), 0);
});

test('section 4.2.2: registers act on the queue that is selected, and each address has two halves', () => {
  const { put, device, agree } = mmioDevice();
  agree();
  put('QueueSel', 1);
  put('QueueDescLow', 0x9000_0010);
  put('QueueDescHigh', 0x12);
  put('QueueDeviceHigh', 0xffff_ffff);
  equal([device.queues[1]?.address('desc'), device.queues[1]?.address('device'), device.queues[0]?.address('desc')], [0x12_9000_0010n, 0xffff_ffff_0000_0000n, 0n]);
});

test('section 4.2.2.2: a queue that is ready is not described anew', () => {
  const { put, device, start } = mmioDevice();
  start();
  put('QueueSel', 0);
  put('QueueNum', 8);
  put('QueueDescLow', 0x10);
  equal([device.queues[0]?.size, device.queues[0]?.address('desc')], [64, 0x4000n]);
});

test('section 4.2.2.2: 0 in QueueReady stops a queue, and can be read back', () => {
  const { put, get, device, start } = mmioDevice();
  start();
  put('QueueSel', 1);
  put('QueueReady', 0);
  equal([get('QueueReady'), device.mayConsume(1), device.mayConsume(0)], [0, false, true]);
});

test('section 4.2.2.1: an event shows in InterruptStatus until its bit is acknowledged; the line is their OR', () => {
  const { put, get, registers, device, start } = mmioDevice();
  start();
  registers.used(0);
  device.changeConfig(0, [9]);
  is(get('InterruptStatus'), 3);
  put('InterruptACK', 1);
  equal([get('InterruptStatus'), registers.interrupt], [2, true]);
  put('InterruptACK', 0xfffe);
  equal([get('InterruptStatus'), registers.interrupt], [0, false]);
});

test('section 4.2.2.1: a reset clears InterruptStatus and every QueueReady', () => {
  const { put, get, registers, start } = mmioDevice();
  start();
  registers.used(0);
  put('Status', 0);
  equal([get('InterruptStatus'), ...[0, 1].map((index) => (put('QueueSel', index), get('QueueReady')))], [0, 0, 0]);
});

test('section 4.2.2.1: ConfigGeneration changes when what a driver has read is not what it reads now', () => {
  const { get, raw, device, start } = mmioDevice();
  start();
  const byte = () => raw({ space: 'registers', offset: 0x100, width: 1, value: null });
  const before = get('ConfigGeneration');
  is(byte(), 1);
  is(get('ConfigGeneration'), before);
  device.changeConfig(0, [7]);
  is(byte(), 7);
  ok(get('ConfigGeneration') !== before);
});

test('section 4.2.2: the configuration is little endian, of any width at any byte', () => {
  const { raw } = mmioDevice();
  const read = (offset: number, width: 1 | 2 | 4) => raw({ space: 'registers', offset: 0x100 + offset, width, value: null });
  equal([read(0, 1), read(1, 2), read(0, 4), read(3, 4), read(6, 4)], [1, 0x302, 0x04030201, 0x07060504, 0x0807]);
});

test('section 4.2.2: there is no shared memory: every region has the length -1', () => {
  const { get, put } = mmioDevice();
  put('SHMSel', 3);
  equal([get('SHMLenLow'), get('SHMLenHigh'), get('SHMBaseLow'), get('SHMBaseHigh')], [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff]);
});

test('section 4.2.2.2: registers to be read store nothing, registers to be written read as 0, and each such access is noted', () => {
  for (const name of all) {
    if (!readable.includes(name)) {
      const { device, get } = mmioDevice();
      equal([get(name), device.complaints.length], [0, 1], name);
    }
    if (!writable.includes(name)) {
      const { device, put, get } = mmioDevice();
      const before = readable.includes(name) ? get(name) : 0;
      put(name, 0x1234);
      equal([device.complaints.length, readable.includes(name) ? get(name) : 0], [1, before], name);
    }
  }
});

test('section 4.2.2.2: control registers have 32 bits, aligned: other accesses read 0, store nothing and are noted', () => {
  for (const [offset, width] of [[0x00, 1], [0x00, 2], [0x02, 4], [0x70, 1], [0x72, 2], [0x05, 4]] as const) {
    const { device, raw } = mmioDevice();
    is(raw({ space: 'registers', offset, width, value: null }), 0);
    raw({ space: 'registers', offset, width, value: 0xff });
    equal([device.status, device.complaints.length], [0, 2]);
  }
  for (const offset of [0x018, 0x03c, 0x0f8, 0x0cc]) {
    const { device, raw } = mmioDevice();
    is(raw({ space: 'registers', offset, width: 4, value: null }), 0);
    is(device.complaints[0]?.section, '4.2.2.2');
  }
});

const anyAccess = fc.record({
  space: fc.constantFrom('registers' as const, 'registers' as const, 'pci config' as const),
  offset: fc.oneof(fc.constantFrom(...Object.values(mmio)), fc.integer({ min: 0, max: 0x120 })),
  width: fc.constantFrom(4 as const, 4 as const, 4 as const, 2 as const, 1 as const),
  value: fc.oneof(fc.constant(null), fc.constantFrom(0, 1, 2, 3, 8, 11, 15, 64, 256), fc.nat(0xffff_ffff)),
});
/** A device that was brought up some way by the rules, so that random accesses meet every state. */
const anyStart = fc.constantFrom('fresh', 'agreed', 'live', 'live with packed and reset');

test('whatever is written in whatever order, the rules hold after every access', () => {
  fc.assert(
    fc.property(anyStart, fc.array(anyAccess, { maxLength: 80, size: 'max' }), (from, script) => {
      const kicks: number[] = [];
      const { device, registers, raw, get, agree, start } = mmioDevice(twoQueues, { kicked: (queue) => (ok(device.mayConsume(queue)), kicks.push(queue)) });
      if (from === 'agreed') agree();
      if (from.startsWith('live')) start(from === 'live' ? undefined : features(0, 32, 34, 38, 40));
      for (const access of script) {
        const before = device.status;
        const accepted = device.accepted;
        raw(access);
        const { status } = device;
        // 2.1.1: a bit goes by a reset only.
        ok(status === 0 || (status & before) === before, `${before} became ${status}`);
        // 3.1.1: in order.
        if ((status & 4) !== 0) ok((status & 8) !== 0, `status ${status}`);
        if ((status & 8) !== 0) {
          is(status & 3, 3);
          // 2.2.1, 6.1, and step 5 of 3.1.1.
          is(device.accepted & ~twoQueues.features, 0n);
          ok(device.has(32) && (!device.has(1) || device.has(0)));
          if ((before & 8) !== 0 && status !== 0) is(device.accepted, accepted);
        }
        for (const [index, queue] of device.queues.entries()) {
          // 2.1.2 and 4.2.2.1.
          if (device.mayConsume(index)) ok((status & 4) !== 0 && (status & 0xc0) === 0 && queue.ready && !queue.resetting);
          if (queue.ready) ok((status & 8) !== 0 && queue.fault(device.has(34)) === null);
        }
        is(registers.interrupt, get('InterruptStatus') !== 0);
      }
      // 2.4.1: a reset from anywhere is a fresh device.
      raw({ space: 'registers', offset: mmio.Status, width: 4, value: 0 });
      equal([device.status, device.accepted, registers.interrupt, device.queues.map(({ size, ready, resetting }) => [size, ready, resetting])], [0, 0n, false, [[256, false, false], [64, false, false]]]);
      start();
      equal([device.status, device.mayConsume(0), device.mayConsume(1)], [15, true, true]);
    }),
    { numRuns: 2000 },
  );
});

test.run();
