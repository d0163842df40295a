import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { load, store } from '../../../src/virtio/negotiation/access.ts';
import { features } from '../../../src/virtio/negotiation/device-type.ts';
import { DEVICE_CFG, ISR_CFG, NOTIFY_CFG, NO_VECTOR, commonFields } from '../../../src/virtio/negotiation/pci-layout.ts';
import type { CommonField } from '../../../src/virtio/negotiation/pci-layout.ts';
import { PciRegisters } from '../../../src/virtio/negotiation/pci-registers.ts';
import { VirtioDevice } from '../../../src/virtio/negotiation/virtio-device.ts';
import { twoQueues } from './mmio-device.ts';

const test = suite('virtio/negotiation/pci-registers');
const names = Object.keys(commonFields) as CommonField[];
const readOnly: readonly CommonField[] = ['device_feature', 'num_queues', 'config_generation', 'queue_notify_off', 'queue_notify_data'];

function pciDevice(vectors = 3) {
  const kicks: number[] = [];
  const device = new VirtioDevice(twoQueues);
  const registers = new PciRegisters(device, vectors, { kicked: (queue) => kicks.push(queue) });
  const get = (field: CommonField): number => registers.access(load(commonFields[field][0], commonFields[field][1]));
  const put = (field: CommonField, value: number): void => void registers.access(store(commonFields[field][0], commonFields[field][1], value));
  function start(bits: bigint = features(32)): void {
    for (const status of [0, 1, 3]) put('device_status', status);
    for (const word of [0, 1]) {
      put('driver_feature_select', word);
      put('driver_feature', Number((bits >> BigInt(32 * word)) & 0xffff_ffffn));
    }
    put('device_status', 11);
    for (const index of [0, 1]) {
      put('queue_select', index);
      put('queue_size', 64);
      put('queue_desc_lo', 0x4000);
      put('queue_driver_lo', 0x4400);
      put('queue_device_lo', 0x4800);
      put('queue_enable', 1);
    }
    put('device_status', 15);
  }
  return { kicks, device, registers, get, put, start };
}

test('VIRTIO 1.2 section 4.1.4.3.1: features through windows of 32 bits, 0 beyond the second; what the driver wrote reads back', () => {
  const { get, put } = pciDevice();
  const words = [0, 1, 2, 77].map((select) => (put('device_feature_select', select), get('device_feature')));
  is(BigInt(words[0] ?? 0) | (BigInt(words[1] ?? 0) << 32n), twoQueues.features);
  equal(words.slice(2), [0, 0]);
  put('driver_feature_select', 1);
  put('driver_feature', 1);
  equal([get('driver_feature'), get('driver_feature_select'), get('num_queues')], [1, 1, 2]);
});

test('section 4.1.4.3.1: queue_size is the most at first, 0 where there is no queue, and 64-bit fields have two halves', () => {
  const { get, put } = pciDevice();
  equal([0, 1, 2].map((index) => (put('queue_select', index), get('queue_size'))), [256, 64, 0]);
  put('queue_select', 1);
  put('queue_driver_lo', 0xfedc_ba90);
  put('queue_driver_hi', 7);
  equal([get('queue_driver_lo'), get('queue_driver_hi'), get('queue_desc_lo')], [0xfedc_ba90, 7, 0]);
});

test('sections 4.1.4.3.1 and 4.1.5.1.2.1: after a reset no queue is enabled or being reset, and no event has a vector', () => {
  const { get, put, start } = pciDevice();
  start(features(32, 40));
  put('config_msix_vector', 0);
  put('queue_msix_vector', 1);
  put('device_status', 0);
  equal([get('device_status'), get('config_msix_vector')], [0, NO_VECTOR]);
  for (const index of [0, 1]) {
    put('queue_select', index);
    equal([get('queue_enable'), get('queue_reset'), get('queue_msix_vector')], [0, 0, NO_VECTOR]);
  }
});

test('section 4.1.5.1.2.1: a vector beyond the MSI-X table reads back as NO_VECTOR, one within as itself', () => {
  const { get, put } = pciDevice(3);
  equal([0, 2, 3, 0x7ff, NO_VECTOR].map((vector) => (put('queue_msix_vector', vector), get('queue_msix_vector'))), [0, 2, NO_VECTOR, NO_VECTOR, NO_VECTOR]);
});

test('sections 4.1.5.3 and 4.1.5.3.1: with MSI-X a used buffer is its queue\'s vector, or nothing; the ISR status tells of no queue', () => {
  const { registers, put, start } = pciDevice();
  start();
  put('queue_select', 0);
  put('queue_msix_vector', 2);
  equal([registers.used(0), registers.used(1), registers.access(load(ISR_CFG, 1))], [2, null, 0]);
});

test('section 4.1.4.5: without MSI-X reading the ISR status tells what happened, and clears it', () => {
  const { registers, device, start } = pciDevice(0);
  start();
  is(registers.used(1), 'INTx');
  device.changeConfig(0, [9]);
  is(registers.configInterrupt, 'INTx');
  equal([registers.access(load(ISR_CFG, 1)), registers.access(load(ISR_CFG, 1))], [3, 0]);
});

test('section 4.1.5.4: with MSI-X a change of the configuration is its vector, or nothing', () => {
  const { registers, device, put, start } = pciDevice();
  start();
  device.changeConfig(0, [9]);
  is(registers.configInterrupt, null);
  put('config_msix_vector', 1);
  device.changeConfig(0, [8]);
  is(registers.configInterrupt, 1);
});

test('section 4.1.4.3.2: a 0 in queue_enable does not disable a queue; queue_reset does, where it was negotiated', () => {
  const { get, put, device, start } = pciDevice();
  start(features(32, 40));
  put('queue_select', 0);
  put('queue_enable', 0);
  is(get('queue_enable'), 1);
  put('queue_reset', 1);
  equal([get('queue_reset'), get('queue_enable'), device.mayConsume(0), device.mayConsume(1)], [0, 0, false, true]);
});

test('section 4.1.5.2: a notification is 16 bits, 32 with VIRTIO_F_NOTIFICATION_DATA, and counts only once live', () => {
  const { registers, kicks, start } = pciDevice();
  registers.access(store(NOTIFY_CFG, 2, 0));
  start();
  registers.access(store(NOTIFY_CFG + 4, 2, 1));
  registers.access(store(NOTIFY_CFG, 4, 0));
  equal(kicks, [1]);
  start(features(32, 38));
  registers.access(store(NOTIFY_CFG, 2, 0));
  registers.access(store(NOTIFY_CFG, 4, 0x0007_0000));
  equal(kicks, [1, 0]);
});

test('section 4.1.4.3: queue_notify_data is there with VIRTIO_F_NOTIF_CONFIG_DATA only', () => {
  const { get, put, start } = pciDevice();
  start();
  put('queue_select', 1);
  is(get('queue_notify_data'), 0);
  start(features(32, 39));
  put('queue_select', 1);
  is(get('queue_notify_data'), 1);
});

test('sections 4.1.3.1 and 4.1.4.3.2: a field has its own width and direction; anything else reads 0, stores nothing and is noted', () => {
  for (const name of names) {
    const [offset, width] = commonFields[name];
    for (const other of [1, 2, 4] as const) {
      if (other === width) continue;
      const { device, registers } = pciDevice();
      is(registers.access(load(offset, other)), 0);
      is(device.complaints[0]?.section, '4.1.3.1');
    }
    const { device, registers, get } = pciDevice();
    const before = get(name);
    registers.access(store(offset, width, 0xa5));
    if (readOnly.includes(name)) equal([device.complaints.length, get(name)], [1, before], name);
  }
  const { registers, device } = pciDevice();
  equal([0x900, 0x1004, 0x5000].map((offset) => registers.access(load(offset, 4))), [0, 0, 0]);
  is(device.complaints.length, 3);
});

test('section 4.1.4.6: the device-specific configuration is the same bytes as over MMIO', () => {
  const { registers } = pciDevice();
  is(registers.access(load(DEVICE_CFG + 3, 4)), 0x07060504);
});

test('whatever is written in whatever order, the rules hold after every access', () => {
  const anyAccess = fc.record({
    space: fc.constant('registers' as const),
    field: fc.constantFrom(...names),
    value: fc.oneof(fc.constant(null), fc.constantFrom(0, 1, 2, 3, 8, 11, 15, 64), fc.nat(0xffff_ffff)),
  });
  fc.assert(
    fc.property(fc.boolean(), fc.array(anyAccess, { maxLength: 80, size: 'max' }), (live, script) => {
      const { device, registers, get, start } = pciDevice();
      if (live) start(features(0, 32, 34, 40));
      for (const { field, value } of script) {
        const [offset, width] = commonFields[field];
        const before = device.status;
        registers.access({ space: 'registers', offset, width, value: value === null ? null : value % 256 ** width });
        const { status } = device;
        ok(status === 0 || (status & before) === before, `${before} became ${status}`);
        if ((status & 4) !== 0) ok((status & 8) !== 0);
        if ((status & 8) !== 0) ok((status & 3) === 3 && (device.accepted & ~twoQueues.features) === 0n && device.has(32));
        for (const [index, queue] of device.queues.entries()) {
          if (device.mayConsume(index)) ok(device.live && queue.ready && !queue.resetting);
          else is(registers.used(index), null);
          if (queue.ready) is(queue.fault(device.has(34)), null);
        }
        for (const vector of [get('config_msix_vector'), get('queue_msix_vector')]) ok(vector < 3 || vector === NO_VECTOR);
      }
      start();
      equal([device.status, device.mayConsume(0), device.mayConsume(1)], [15, true, true]);
    }),
    { numRuns: 1000 },
  );
});

test.run();
