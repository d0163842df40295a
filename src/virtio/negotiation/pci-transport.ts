import { load, store } from './access.ts';
import type { Access, Accesses } from './access.ts';
import { findStructures } from './pci-capabilities.ts';
import type { Structures } from './pci-capabilities.ts';
import { NO_VECTOR, commonFields } from './pci-layout.ts';
import type { CommonField } from './pci-layout.ts';
import { highHalf, lowHalf } from './transport.ts';
import type { AllocateQueue, FoundQueue, QueueWish, Transport } from './transport.ts';

/**
 * Linux drivers/virtio: virtio_pci_modern.c, virtio_pci_modern_dev.c and virtio_pci_common.c with MSI-X, one vector for
 * each queue that has a callback. What the PCI core does before (enumeration, which tells the device's ID, BARs, the MSI-X
 * table) is not virtio's.
 */
export function pciTransport(deviceId: number): Transport {
  let at: Structures = { common: 0, notify: 0, notifyOffMultiplier: 0, device: 0 };
  const read = (field: CommonField): Access => load(at.common + commonFields[field][0], commonFields[field][1]);
  const write = (field: CommonField, value: number): Access => store(at.common + commonFields[field][0], commonFields[field][1], value);

  /** setup_vq and vp_active_vq: each helper of virtio_pci_modern_dev.c selects the queue anew. */
  function* setUp(index: number, { name }: QueueWish, vector: number, allocate: AllocateQueue): Accesses<FoundQueue | string> {
    if (index >= (yield read('num_queues'))) return `there is no queue ${index}`;
    yield write('queue_select', index);
    const size = yield read('queue_size');
    if (size === 0) return `queue ${index} is not available`;
    yield write('queue_select', index);
    if ((yield read('queue_enable')) !== 0) return `queue ${index} is in use already`;
    const areas = allocate(size);
    yield write('queue_select', index);
    yield write('queue_size', size);
    yield write('queue_select', index);
    yield write('queue_desc_lo', lowHalf(areas.desc));
    yield write('queue_desc_hi', highHalf(areas.desc));
    yield write('queue_driver_lo', lowHalf(areas.driver));
    yield write('queue_driver_hi', highHalf(areas.driver));
    yield write('queue_device_lo', lowHalf(areas.device));
    yield write('queue_device_hi', highHalf(areas.device));
    if (vector !== NO_VECTOR) {
      yield write('queue_select', index);
      yield write('queue_msix_vector', vector);
      if ((yield read('queue_msix_vector')) === NO_VECTOR) return `queue ${index} gets no vector`;
    }
    yield write('queue_select', index);
    const notifyOff = yield read('queue_notify_off');
    return { name, index, size, ...areas, notify: { offset: at.notify + notifyOff * at.notifyOffMultiplier, width: 2 } };
  }

  return {
    name: 'virtio-pci',
    *discover() {
      const found = yield* findStructures();
      if (found === null) return 0;
      at = found;
      return deviceId;
    },
    *status() {
      return yield read('device_status');
    },
    *setStatus(status) {
      yield write('device_status', status);
    },
    *reset() {
      yield write('device_status', 0);
      while ((yield read('device_status')) !== 0);
    },
    *offered() {
      yield write('device_feature_select', 0);
      const low = yield read('device_feature');
      yield write('device_feature_select', 1);
      const high = yield read('device_feature');
      return (BigInt(high) << 32n) | BigInt(low);
    },
    *accept(features) {
      yield write('driver_feature_select', 0);
      yield write('driver_feature', Number(features & 0xffff_ffffn));
      yield write('driver_feature_select', 1);
      yield write('driver_feature', Number(features >> 32n));
    },
    *generation() {
      return yield read('config_generation');
    },
    *config(offset, width) {
      return yield load(at.device + offset, width);
    },
    *findQueues(wanted, allocate) {
      yield write('config_msix_vector', 0);
      if ((yield read('config_msix_vector')) === NO_VECTOR) return 'there is no vector for changes of the configuration';
      const found: FoundQueue[] = [];
      let vector = 1;
      for (const [index, wish] of wanted.entries()) {
        const queue = yield* setUp(index, wish, wish.callback ? vector++ : NO_VECTOR, allocate);
        if (typeof queue === 'string') return queue;
        found.push(queue);
      }
      for (const { index } of found) {
        yield write('queue_select', index);
        yield write('queue_enable', 1);
      }
      return found;
    },
  };
}
