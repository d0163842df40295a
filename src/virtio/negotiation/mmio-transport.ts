import { load, store } from './access.ts';
import type { Accesses } from './access.ts';
import { MAGIC, MMIO_CONFIG, VERSION, mmio } from './mmio-layout.ts';
import { highHalf, lowHalf } from './transport.ts';
import type { AllocateQueue, FoundQueue, QueueWish, Transport } from './transport.ts';

const read = (offset: number) => load(offset, 4);
const write = (offset: number, value: number) => store(offset, 4, value);

/** Linux drivers/virtio/virtio_mmio.c, version 2: virtio_mmio_probe and the vm_* functions. */
export const mmioTransport: Transport = {
  name: 'virtio-mmio',
  *discover() {
    if ((yield read(mmio.MagicValue)) !== MAGIC) return 0;
    if ((yield read(mmio.Version)) !== VERSION) return 0;
    const id = yield read(mmio.DeviceID);
    if (id !== 0) yield read(mmio.VendorID);
    return id;
  },
  *status() {
    return (yield read(mmio.Status)) & 0xff;
  },
  *setStatus(status) {
    yield write(mmio.Status, status);
  },
  *reset() {
    yield write(mmio.Status, 0);
  },
  *offered() {
    yield write(mmio.DeviceFeaturesSel, 1);
    const high = yield read(mmio.DeviceFeatures);
    yield write(mmio.DeviceFeaturesSel, 0);
    const low = yield read(mmio.DeviceFeatures);
    return (BigInt(high) << 32n) | BigInt(low);
  },
  *accept(features) {
    yield write(mmio.DriverFeaturesSel, 1);
    yield write(mmio.DriverFeatures, Number(features >> 32n));
    yield write(mmio.DriverFeaturesSel, 0);
    yield write(mmio.DriverFeatures, Number(features & 0xffff_ffffn));
  },
  *generation() {
    return yield read(mmio.ConfigGeneration);
  },
  *config(offset, width) {
    return yield load(MMIO_CONFIG + offset, width);
  },
  *findQueues(wanted, allocate) {
    const found: FoundQueue[] = [];
    for (const [index, wish] of wanted.entries()) {
      const queue = yield* setUp(index, wish, allocate);
      if (typeof queue === 'string') return queue;
      found.push(queue);
    }
    return found;
  },
};

function* setUp(index: number, { name }: QueueWish, allocate: AllocateQueue): Accesses<FoundQueue | string> {
  yield write(mmio.QueueSel, index);
  if ((yield read(mmio.QueueReady)) !== 0) return `queue ${index} is in use already`;
  const size = yield read(mmio.QueueNumMax);
  if (size === 0) {
    yield write(mmio.QueueReady, 0);
    yield read(mmio.QueueReady);
    return `there is no queue ${index}`;
  }
  const areas = allocate(size);
  yield write(mmio.QueueNum, size);
  yield write(mmio.QueueDescLow, lowHalf(areas.desc));
  yield write(mmio.QueueDescHigh, highHalf(areas.desc));
  yield write(mmio.QueueDriverLow, lowHalf(areas.driver));
  yield write(mmio.QueueDriverHigh, highHalf(areas.driver));
  yield write(mmio.QueueDeviceLow, lowHalf(areas.device));
  yield write(mmio.QueueDeviceHigh, highHalf(areas.device));
  yield write(mmio.QueueReady, 1);
  return { name, index, size, ...areas, notify: { offset: mmio.QueueNotify, width: 4 } };
}
