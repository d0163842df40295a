import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { DEVICE_NEEDS_RESET, FAILED, statusInWords } from '../../../src/virtio/negotiation/device-status.ts';
import { features } from '../../../src/virtio/negotiation/device-type.ts';
import { mmioDevice } from './mmio-device.ts';

const test = suite('virtio/negotiation/virtio-device');

test('VIRTIO 1.2 section 2.1: the status starts as 0, and shows what the driver has set', () => {
  const { get, put } = mmioDevice();
  is(get('Status'), 0);
  put('Status', 1);
  is(get('Status'), 1);
  put('Status', 3);
  is(get('Status'), 3);
  is(statusInWords(3), 'ACKNOWLEDGE DRIVER');
});

test('section 2.1.1: a status bit goes by a reset only, and clearing one is noted', () => {
  const { device, get, put } = mmioDevice();
  put('Status', 3);
  put('Status', 1);
  is(get('Status'), 3);
  equal(device.complaints.map(({ section }) => section), ['2.1.1']);
  put('Status', 0);
  is(get('Status'), 0);
});

test('section 2.2.2: any valid subset of what is offered is accepted', () => {
  for (const bits of [[], [0], [0, 1], [5, 29], [0, 1, 5, 28, 29, 34, 40]]) is(mmioDevice().agree(features(32, ...bits)), 11, bits.join());
});

test('sections 2.2.1 and 2.2.2: an unoffered feature leaves FEATURES_OK clear, in either half', () => {
  for (const bit of [2, 31, 33, 63]) {
    const test = mmioDevice();
    is(test.agree(features(32, bit)), 3, String(bit));
    equal(test.device.complaints.map(({ section }) => section), ['2.2.1']);
  }
});

test('section 2.2.1: a feature without the one it requires leaves FEATURES_OK clear', () => {
  is(mmioDevice().agree(features(1, 32)), 3);
  is(mmioDevice().agree(features(0, 1, 32)), 11);
});

test('section 6.1: a driver that does not accept VIRTIO_F_VERSION_1 is refused', () => {
  is(mmioDevice().agree(features(0)), 3);
});

test('section 3.1.1: FEATURES_OK needs ACKNOWLEDGE and DRIVER', () => {
  for (const before of [[], [1], [2]]) {
    const { accept, put, get } = mmioDevice();
    for (const status of before) put('Status', status);
    accept(features(32));
    put('Status', (before[0] ?? 0) | 8);
    is(get('Status') & 8, 0);
  }
});

test('section 3.1.1: DRIVER_OK without FEATURES_OK is refused', () => {
  const { put, get } = mmioDevice();
  put('Status', 3);
  put('Status', 7);
  is(get('Status'), 3);
});

test('section 3.1.1, step 5: no feature is accepted after FEATURES_OK', () => {
  const test = mmioDevice();
  test.agree(features(32));
  test.accept(features(0, 32));
  is(test.device.has(0), false);
  ok(test.device.complaints.length > 0);
});

test('a driver that was refused may accept less and try again', () => {
  const test = mmioDevice();
  is(test.agree(features(32, 33)), 3);
  test.accept(features(32));
  test.put('Status', 11);
  is(test.get('Status'), 11);
});

test('section 2.1.1: FAILED is the driver\'s, and nothing goes on after it without a reset', () => {
  const test = mmioDevice();
  test.agree();
  test.put('Status', 11 | FAILED);
  test.put('Status', 15 | FAILED);
  is(test.get('Status'), 11 | FAILED);
  test.start();
  is(test.get('Status'), 15);
});

test('section 2.1.2: DEVICE_NEEDS_RESET is the device\'s: a driver cannot set it, and is told of it once it is live', () => {
  const test = mmioDevice();
  test.put('Status', 1 | DEVICE_NEEDS_RESET);
  is(test.get('Status'), 1);
  test.start();
  is(test.registers.interrupt, false);
  test.device.needReset();
  is(test.get('Status'), 15 | DEVICE_NEEDS_RESET);
  is(test.get('InterruptStatus'), 2);
  is(test.device.mayConsume(0), false);
});

test('section 2.1.2: before DRIVER_OK nothing is consumed and no used buffer is told of', () => {
  const kicks: number[] = [];
  const test = mmioDevice(undefined, { kicked: (queue) => kicks.push(queue) });
  test.agree();
  test.queue(0);
  test.put('QueueNotify', 0);
  equal([test.device.mayConsume(0), test.registers.used(0), test.registers.interrupt, kicks], [false, false, false, []]);
  equal(test.device.complaints, [{ section: '3.1.1', says: 'queue 0 was notified before DRIVER_OK' }]);
  test.put('Status', 15);
  test.put('QueueNotify', 0);
  equal([test.device.mayConsume(0), test.registers.used(0), test.registers.interrupt, kicks], [true, true, true, [0]]);
});

test('section 2.4.1: after a reset no queue is ready and nothing is consumed or told', () => {
  const test = mmioDevice();
  test.start();
  test.registers.used(0);
  test.put('Status', 0);
  equal([test.get('Status'), test.device.mayConsume(0), test.registers.used(0), test.registers.interrupt, test.device.accepted], [0, false, false, false, 0n]);
});

test('section 2.7: a queue that cannot be used is not made ready, and the device asks for a reset', () => {
  const bad: readonly (readonly [size: number, at: number, section: string])[] = [[3, 0x4000, '2.7'], [0, 0x4000, '4.2.2.2, 4.1.5.1.3'], [512, 0x4000, '4.2.2.2, 4.1.5.1.3'], [64, 0x4008, '2.7']];
  for (const [size, at, section] of bad) {
    const test = mmioDevice();
    test.agree();
    test.queue(0, size, at);
    equal([test.get('QueueReady'), test.get('Status') & DEVICE_NEEDS_RESET, test.device.complaints.at(-1)?.section], [0, DEVICE_NEEDS_RESET, section]);
  }
});

test('section 2.8: a packed queue may have any size', () => {
  const test = mmioDevice();
  test.agree(features(32, 34));
  test.queue(0, 100);
  is(test.get('QueueReady'), 1);
});

test('section 3.1.1: a queue is not made ready before FEATURES_OK', () => {
  const test = mmioDevice();
  test.put('Status', 3);
  test.queue(0);
  is(test.get('QueueReady'), 0);
});

test('sections 2.9 and 3.1.1: a notification goes to a queue that is ready, with its data where that was negotiated', () => {
  const kicks: (readonly number[])[] = [];
  const test = mmioDevice(undefined, { kicked: (queue, data) => kicks.push([queue, data]) });
  test.agree(features(32, 38));
  test.queue(1);
  test.put('Status', 15);
  for (const value of [0x8005_0001, 0x8005_0000, 7]) test.put('QueueNotify', value);
  equal(kicks, [[1, 0x8005_0001]]);
});

test('section 2.5: the configuration may be written where the device says so, and not before FEATURES_OK', () => {
  const test = mmioDevice();
  const byte = (offset: number, value: number) => ({ space: 'registers', offset: 0x100 + offset, width: 1, value }) as const;
  test.raw(byte(4, 9));
  is(test.device.config[4], 5);
  test.agree();
  test.raw(byte(4, 9));
  test.raw(byte(3, 9));
  equal([...test.device.config], [1, 2, 3, 4, 9, 6, 7, 8]);
});

test('section 2.5.2: the whole configuration can be read before FEATURES_OK', () => {
  const test = mmioDevice();
  equal(Array.from({ length: 10 }, (_, i) => test.raw({ space: 'registers', offset: 0x100 + i, width: 1, value: null })), [1, 2, 3, 4, 5, 6, 7, 8, 0, 0]);
});

test('section 2.6.1: a queue is reset alone, its size is free again, and the other one goes on', () => {
  const test = mmioDevice();
  test.start(features(32, 40));
  test.put('QueueSel', 0);
  test.put('QueueReset', 1);
  equal([test.get('QueueReset'), test.get('QueueReady'), test.device.mayConsume(0), test.device.mayConsume(1)], [0, 0, false, true]);
  test.queue(0, 128);
  equal([test.get('QueueReady'), test.device.queues[0]?.size, test.device.mayConsume(0)], [1, 128, true]);
});

test('section 4.2.2.1: QueueReset shows 1 and nothing is consumed until what is in flight has come back', () => {
  const test = mmioDevice(undefined, { resets: () => false });
  test.start(features(32, 40));
  test.put('QueueSel', 1);
  test.put('QueueReset', 1);
  equal([test.get('QueueReset'), test.device.mayConsume(1), test.registers.used(1)], [1, false, false]);
  test.device.queueIsReset(1);
  equal([test.get('QueueReset'), test.get('QueueReady')], [0, 0]);
});

test('section 2.6.1: without VIRTIO_F_RING_RESET a queue is not reset', () => {
  const test = mmioDevice();
  test.start();
  test.put('QueueSel', 0);
  test.put('QueueReset', 1);
  equal([test.get('QueueReset'), test.get('QueueReady')], [0, 1]);
});

test('a hostile driver is complained of a hundred times and no more', () => {
  const { device, put } = mmioDevice();
  for (let i = 0; i < 1000; i++) put('MagicValue', i);
  is(device.complaints.length, 100);
});

test.run();
