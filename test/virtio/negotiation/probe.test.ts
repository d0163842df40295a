import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { carryOut } from '../../../src/virtio/negotiation/access.ts';
import type { Access, Registers } from '../../../src/virtio/negotiation/access.ts';
import { statusInWords } from '../../../src/virtio/negotiation/device-status.ts';
import { features } from '../../../src/virtio/negotiation/device-type.ts';
import type { DeviceType } from '../../../src/virtio/negotiation/device-type.ts';
import { virtioBlk } from '../../../src/virtio/negotiation/virtio-blk.ts';
import { virtioConsole } from '../../../src/virtio/negotiation/virtio-console.ts';
import { virtioNet } from '../../../src/virtio/negotiation/virtio-net.ts';
import { mmio } from '../../../src/virtio/negotiation/mmio-layout.ts';
import { MmioRegisters } from '../../../src/virtio/negotiation/mmio-registers.ts';
import { mmioTransport } from '../../../src/virtio/negotiation/mmio-transport.ts';
import { commonFields } from '../../../src/virtio/negotiation/pci-layout.ts';
import { PciRegisters } from '../../../src/virtio/negotiation/pci-registers.ts';
import { pciTransport } from '../../../src/virtio/negotiation/pci-transport.ts';
import { probe } from '../../../src/virtio/negotiation/probe.ts';
import type { Driver } from '../../../src/virtio/negotiation/driver.ts';
import { queueMemory } from '../../../src/virtio/negotiation/queue-memory.ts';
import { VirtioDevice } from '../../../src/virtio/negotiation/virtio-device.ts';

const test = suite('virtio/negotiation/probe');
const virtioKinds = { blk: virtioBlk, net: virtioNet, console: virtioConsole };
const kinds = Object.entries(virtioKinds);

/** A probe with every access that it made, in words: `R MagicValue`, `W QueueSel 0`. */
function probed(type: DeviceType, driver: Driver, over: 'mmio' | 'pci', vectors = 64) {
  const device = new VirtioDevice(type);
  const registers: Registers = over === 'mmio' ? new MmioRegisters(device) : new PciRegisters(device, vectors);
  const seen: Access[] = [];
  const end = carryOut(probe(over === 'mmio' ? mmioTransport : pciTransport(type.id), driver, queueMemory(0x4800_0000)), registers, (access) => seen.push(access));
  return { device, end, seen, words: seen.map((access) => inWords(access, over)) };
}

function inWords({ space, offset, value }: Access, over: 'mmio' | 'pci'): string {
  const known = over === 'mmio' ? Object.entries(mmio).find(([, at]) => at === offset)?.[0] : Object.entries(commonFields).find(([, [at]]) => at === offset)?.[0];
  const name = space === 'pci config' ? 'config space' : (known ?? 'config');
  return value === null ? `R ${name}` : `W ${name} ${value}`;
}

test('Linux virtio_mmio.c and virtio.c: every access of a console\'s probe, in order', () => {
  const { words, end, device } = probed(virtioKinds.console.type(1), virtioKinds.console.driver, 'mmio');
  const queue = (index: number, at: number): string[] => [
    `W QueueSel ${index}`, 'R QueueReady', 'R QueueNumMax', 'W QueueNum 64', `W QueueDescLow ${at}`, 'W QueueDescHigh 0', `W QueueDriverLow ${at + 1024}`, 'W QueueDriverHigh 0',
    `W QueueDeviceLow ${at + 1216}`, 'W QueueDeviceHigh 0', 'W QueueReady 1',
  ];
  equal(words, [
    'R MagicValue', 'R Version', 'R DeviceID', 'R VendorID', 'W Status 0', 'R Status', 'W Status 1', 'R Status', 'W Status 3',
    'W DeviceFeaturesSel 1', 'R DeviceFeatures', 'W DeviceFeaturesSel 0', 'R DeviceFeatures',
    'W DriverFeaturesSel 1', 'W DriverFeatures 1', 'W DriverFeaturesSel 0', `W DriverFeatures ${1 + 2 ** 28 + 2 ** 29}`,
    'R Status', 'W Status 11', 'R Status', ...queue(0, 0x4800_0000), ...queue(1, 0x4800_1000), 'R Status', 'W Status 15', 'R Status',
  ]);
  is(end.ends, 'ready');
  is(statusInWords(device.status), 'ACKNOWLEDGE DRIVER FEATURES_OK DRIVER_OK');
});

test('over MMIO a probe is 23 accesses, 11 for each queue, and what it reads of the configuration', () => {
  for (const [name, kind] of kinds) {
    for (const queues of [1, 3]) {
      const type = kind.type(queues);
      const { words } = probed(type, kind.driver, 'mmio');
      const config = words.filter((word) => word === 'R config' || word === 'R ConfigGeneration').length;
      is(words.length, 23 + 11 * type.queues.length + config, name);
      is(config, { blk: 15, net: 8, console: 0 }[name]! + (queues > 1 && name !== 'console' ? 1 : 0), name);
    }
  }
});

test('over PCI it is 79 of configuration space, 22, and 21 for each queue that has a callback, 18 for one that has none', () => {
  for (const [name, kind] of kinds) {
    const type = kind.type(2);
    const { words } = probed(type, kind.driver, 'pci');
    const silent = name === 'net' ? 1 : 0;
    const config = words.filter((word) => word === 'R config' || word === 'R config_generation').length;
    is(words.filter((word) => word.includes('config space')).length, 79);
    is(words.length, 79 + 22 + 21 * (type.queues.length - silent) + 18 * silent + config, name);
  }
});

test('Linux virtio_pci_modern.c: a queue is selected for each helper anew, and enabled after all are set up', () => {
  const { words } = probed(virtioKinds.console.type(1), virtioKinds.console.driver, 'pci');
  const from = words.indexOf('R num_queues');
  equal(words.slice(from, from + 19), [
    'R num_queues', 'W queue_select 0', 'R queue_size', 'W queue_select 0', 'R queue_enable', 'W queue_select 0', 'W queue_size 64',
    'W queue_select 0', `W queue_desc_lo ${0x4800_0000}`, 'W queue_desc_hi 0', `W queue_driver_lo ${0x4800_0400}`, 'W queue_driver_hi 0', `W queue_device_lo ${0x4800_04c0}`, 'W queue_device_hi 0',
    'W queue_select 0', 'W queue_msix_vector 1', 'R queue_msix_vector', 'W queue_select 0', 'R queue_notify_off',
  ]);
  equal(words.slice(-7), ['W queue_select 0', 'W queue_enable 1', 'W queue_select 1', 'W queue_enable 1', 'R device_status', 'W device_status 15', 'R device_status']);
});

test('what is negotiated over PCI is what a real Linux 6.1 has negotiated with QEMU 7.2, indirect descriptors apart', () => {
  const meta: { readonly negotiated_feature_bits: Readonly<Record<string, string>> } = JSON.parse(readFileSync(new URL('../../fixtures/rings/split-noindirect-pci/meta.json', import.meta.url), 'utf8'));
  const real = (name: string): bigint => features(...[...(meta.negotiated_feature_bits[name] ?? '')].flatMap((bit, i) => (bit === '1' ? [i] : [])), 28);
  for (const [name, kind] of [['virtio0', virtioKinds.blk], ['virtio1', virtioKinds.net]] as const) {
    const { end } = probed(kind.type(1), kind.driver, 'pci');
    is(end.ends === 'ready' ? end.features : 0n, real(name), name);
  }
});

test('every queue is found with its size, in memory of its own, and nobody complains', () => {
  for (const [name, kind] of kinds) {
    for (const over of ['mmio', 'pci'] as const) {
      const type = kind.type(4);
      const { end, device } = probed(type, kind.driver, over);
      equal(device.complaints, [], name);
      const found = end.ends === 'ready' ? end.queues : [];
      equal(found.map(({ size }) => size), type.queues);
      is(new Set(found.map(({ desc }) => desc)).size, type.queues.length);
      found.forEach(({ index, desc, driver, device: used }) => {
        const queue = device.queues[index];
        equal([queue?.address('desc'), queue?.address('driver'), queue?.address('device')], [desc, driver, used].map(BigInt));
        is(device.mayConsume(index), true);
      });
    }
  }
});

test('VIRTIO 1.2 section 4.2.3.1.1: a placeholder is left alone after its DeviceID', () => {
  const { words, end } = probed({ ...virtioKinds.console.type(1), id: 0 }, virtioKinds.console.driver, 'mmio');
  equal([words, end.ends], [['R MagicValue', 'R Version', 'R DeviceID'], 'absent']);
});

test('section 4.1.4.1: a capability with a reserved BAR is passed over, and structures are used where their capabilities say', () => {
  const type = virtioConsole.type(1);
  const registers = new PciRegisters(new VirtioDevice(type), 3);
  registers.configSpace.setUint8(0x84 + 3, 1);
  registers.configSpace.setUint8(0x84 + 4, 6);
  registers.configSpace.setUint32(0x84 + 8, 0x5000, true);
  const end = carryOut(probe(pciTransport(3), virtioConsole.driver, queueMemory(0)), registers);
  is(end.ends, 'ready');
  equal(end.ends === 'ready' ? end.queues.map(({ notify }) => notify) : [], [{ offset: 0x3000, width: 2 }, { offset: 0x3004, width: 2 }]);
  registers.configSpace.setUint8(0x40 + 3, 0);
  is(carryOut(probe(pciTransport(3), virtioConsole.driver, queueMemory(0)), registers).ends, 'absent');
});

test('section 3.1.1: a driver whose features are refused sets FAILED and stops', () => {
  const kind = virtioKinds.net;
  const type: DeviceType = { ...kind.type(1), requires: [[16, [15, 22]], [5, [63]]] };
  const { words, end, device } = probed(type, kind.driver, 'mmio');
  equal(words.slice(-4), ['W Status 11', 'R Status', 'R Status', `W Status ${128 + 3}`]);
  equal([end.ends, statusInWords(device.status)], ['failed', 'ACKNOWLEDGE DRIVER FAILED']);
});

test('a device that does not offer VIRTIO_F_VERSION_1 is given up before anything is accepted', () => {
  const type: DeviceType = { ...virtioKinds.console.type(1), features: features(0) };
  const { words, end } = probed(type, virtioKinds.console.driver, 'mmio');
  equal([words.some((word) => word.startsWith('W DriverFeatures')), end], [false, { ends: 'failed', because: 'the device does not offer VIRTIO_F_VERSION_1' }]);
});

test('a queue that is missing, or gets no vector, ends in FAILED', () => {
  const type: DeviceType = { ...virtioKinds.console.type(1), queues: [64, 0] };
  equal(probed(type, virtioKinds.console.driver, 'mmio').end, { ends: 'failed', because: 'there is no queue 1' });
  equal(probed(type, virtioKinds.console.driver, 'pci').end, { ends: 'failed', because: 'queue 1 is not available' });
  equal(probed(virtioKinds.console.type(1), virtioKinds.console.driver, 'pci', 2).end, { ends: 'failed', because: 'queue 1 gets no vector' });
});

test('section 2.5.1: what is wider than 32 bits is read between two equal generations, again when it changes meanwhile', () => {
  const kind = virtioKinds.blk;
  const device = new VirtioDevice(kind.type(1));
  const registers = new MmioRegisters(device);
  const read: number[] = [];
  let torn = false;
  carryOut(probe(mmioTransport, kind.driver, queueMemory(0)), registers, ({ offset, value }, answer) => {
    if (offset === 0x100 || offset === 0x104) read.push(answer);
    if (offset === 0x100 && value === null && !torn) {
      torn = true;
      device.changeConfig(0, [1, 0, 0, 0, 1, 0, 0, 0]);
    }
  });
  equal(read, [2 ** 21, 1, 1, 1]);
});

test.run();
