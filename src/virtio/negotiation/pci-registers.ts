import type { Access, Registers } from './access.ts';
import { ringFeatureBits } from '../inspect/features.ts';
import { accessConfig } from './config-access.ts';
import { pciConfigSpace } from './pci-config-space.ts';
import { COMMON_CFG, COMMON_CFG_BYTES, DEVICE_CFG, ISR_CFG, NOTIFY_CFG, NO_VECTOR, commonFields } from './pci-layout.ts';
import type { CommonField } from './pci-layout.ts';
import { CONFIG_CHANGE_NOTIFICATION, USED_BUFFER_NOTIFICATION } from './mmio-layout.ts';
import type { QueueArea, QueueSetUp } from './queue-set-up.ts';
import type { DeviceEvents, VirtioDevice } from './virtio-device.ts';

/** How a notification of the device reaches the driver: an MSI-X vector, the INTx pin, or not at all. */
export type PciInterrupt = number | 'INTx' | null;

const PAGE = 0x1000;
const atOffset = new Map<number, CommonField>();
let name: CommonField;
for (name in commonFields) atOffset.set(commonFields[name][0], name);

/**
 * A device behind the structures of virtio-pci: configuration space, common configuration, notification, ISR status and
 * device-specific configuration, in one BAR. VIRTIO 1.2 section 4.1.4. What a driver must not do reads as 0 and stores nothing.
 */
export class PciRegisters implements Registers {
  readonly device: VirtioDevice;
  readonly configSpace: DataView;
  /** MSI-X is enabled, which is done in configuration space: then the ISR status tells of no queue. */
  readonly msix: boolean;
  readonly #vectorCount: number;
  readonly #vectors: number[];
  #configVector = NO_VECTOR;
  #deviceFeatureSelect = 0;
  #driverFeatureSelect = 0;
  #queueSelect = 0;
  #isr = 0;
  #lastConfigInterrupt: PciInterrupt = null;

  /** `vectors`: entries of the MSI-X table; 0 where the device has none. */
  constructor(device: VirtioDevice, vectors: number, events: Pick<DeviceEvents, 'kicked' | 'resets'> = {}) {
    this.device = device;
    this.msix = vectors > 0;
    this.#vectorCount = vectors;
    this.#vectors = device.queues.map(() => NO_VECTOR);
    this.configSpace = pciConfigSpace(device.type, vectors);
    device.events = { ...events, configChanged: () => this.#configChanged() };
  }

  /** By the back end: a buffer of a queue was used; how the driver is told. Sections 4.1.4.5.1 and 4.1.5.3. */
  used(queue: number): PciInterrupt {
    if (!this.device.mayConsume(queue)) return null;
    if (!this.msix) {
      this.#isr |= USED_BUFFER_NOTIFICATION;
      return 'INTx';
    }
    const vector = this.#vectors[queue];
    return vector === NO_VECTOR ? null : vector;
  }

  /** How the driver was told of the last change of the configuration. */
  get configInterrupt(): PciInterrupt {
    return this.#lastConfigInterrupt;
  }

  access(access: Access): number {
    const { space, offset, width, value } = access;
    if (space === 'pci config') return value === null ? this.#readConfigSpace(offset, width) : this.#refuse('4.1.4.1', 'a write of PCI configuration space, which is not modelled');
    if (offset < COMMON_CFG + COMMON_CFG_BYTES) return this.#common(access);
    if (offset === ISR_CFG && width === 1 && value === null) return this.#readIsr();
    if (offset >= DEVICE_CFG && offset < DEVICE_CFG + PAGE) return accessConfig(this.device, offset - DEVICE_CFG, access);
    if (offset >= NOTIFY_CFG && offset < NOTIFY_CFG + PAGE && value !== null) return this.#notify(width, value);
    return this.#refuse('4.1.3.1', `an access of ${width} bytes at 0x${offset.toString(16)}, where no structure lies`);
  }

  get #queue(): QueueSetUp | undefined {
    return this.device.queues[this.#queueSelect];
  }

  #common({ offset, width, value }: Access): number {
    const field = atOffset.get(offset - COMMON_CFG);
    if (field === undefined || commonFields[field][1] !== width) return this.#refuse('4.1.3.1', `an access of ${width} bytes at ${offset}: each field has its own width`);
    if (value === null) return this.#read(field);
    this.#write(field, value);
    return 0;
  }

  #read(field: CommonField): number {
    const { device } = this;
    switch (field) {
      case 'device_feature_select': return this.#deviceFeatureSelect;
      case 'device_feature': return device.offeredWord(this.#deviceFeatureSelect);
      case 'driver_feature_select': return this.#driverFeatureSelect;
      case 'driver_feature': return device.acceptedWord(this.#driverFeatureSelect);
      case 'config_msix_vector': return this.#configVector;
      case 'num_queues': return device.queues.length;
      case 'device_status': return device.status;
      case 'config_generation': return device.generation;
      case 'queue_select': return this.#queueSelect;
      case 'queue_size': return this.#queue?.size ?? 0;
      case 'queue_msix_vector': return this.#vectors[this.#queueSelect] ?? NO_VECTOR;
      case 'queue_enable': return this.#queue?.ready === true ? 1 : 0;
      case 'queue_notify_off': return this.#queueSelect;
      case 'queue_notify_data': return device.has(ringFeatureBits.notif_config_data) ? this.#queueSelect : 0;
      case 'queue_reset': return this.#queue?.resetting === true ? 1 : 0;
      default: return this.#queue?.half(...halfOf(field)) ?? 0;
    }
  }

  #write(field: CommonField, value: number): void {
    const { device } = this;
    switch (field) {
      case 'device_feature_select': this.#deviceFeatureSelect = value; break;
      case 'driver_feature_select': this.#driverFeatureSelect = value; break;
      case 'driver_feature': device.acceptWord(this.#driverFeatureSelect, value); break;
      case 'config_msix_vector': this.#configVector = this.#vector(value); break;
      case 'device_status': this.#setStatus(value); break;
      case 'queue_select': this.#queueSelect = value; break;
      case 'queue_size': this.#describe((queue) => (queue.size = value)); break;
      case 'queue_msix_vector': if (this.#queue !== undefined) this.#vectors[this.#queueSelect] = this.#vector(value); break;
      case 'queue_enable':
        if (value === 1) device.enableQueue(this.#queueSelect);
        else this.#refuse('4.1.4.3.2', 'a queue was to be disabled by a 0 in queue_enable');
        break;
      case 'queue_reset': if (value === 1) device.resetQueue(this.#queueSelect); break;
      case 'device_feature': case 'num_queues': case 'config_generation': case 'queue_notify_off': case 'queue_notify_data':
        this.#refuse('4.1.4.3.2', `${field} was written`);
        break;
      default: this.#describe((queue) => queue.setHalf(...halfOf(field), value));
    }
  }

  #setStatus(value: number): void {
    this.device.writeStatus(value);
    if (value !== 0) return;
    this.#isr = 0;
    this.#lastConfigInterrupt = null;
    this.#configVector = NO_VECTOR;
    this.#vectors.fill(NO_VECTOR);
    this.#deviceFeatureSelect = this.#driverFeatureSelect = this.#queueSelect = 0;
  }

  /** A vector of the table, or none: how a failed mapping reads back. Section 4.1.5.1.2.1. */
  #vector(value: number): number {
    return value < this.#vectorCount ? value : NO_VECTOR;
  }

  #describe(tell: (queue: QueueSetUp) => void): void {
    const queue = this.#queue;
    if (queue === undefined) return;
    if (queue.ready) this.#refuse('4.1.4.3.2', `queue ${this.#queueSelect} was described anew while it is enabled`);
    else tell(queue);
  }

  #notify(width: number, value: number): number {
    const wanted = this.device.has(ringFeatureBits.notification_data) ? 4 : 2;
    if (width !== wanted) return this.#refuse('4.1.5.2', `a notification of ${width} bytes, not ${wanted}`);
    this.device.notify(value);
    return 0;
  }

  #readIsr(): number {
    const isr = this.#isr;
    this.#isr = 0;
    return isr;
  }

  #configChanged(): void {
    this.#isr |= CONFIG_CHANGE_NOTIFICATION;
    this.#lastConfigInterrupt = !this.msix ? 'INTx' : this.#configVector === NO_VECTOR ? null : this.#configVector;
  }

  #readConfigSpace(offset: number, width: Access['width']): number {
    if (offset % width !== 0 || offset + width > this.configSpace.byteLength) return this.#refuse('4.1.3.1', `a read of ${width} bytes at 0x${offset.toString(16)} of configuration space`);
    return width === 1 ? this.configSpace.getUint8(offset) : width === 2 ? this.configSpace.getUint16(offset, true) : this.configSpace.getUint32(offset, true);
  }

  #refuse(section: string, says: string): 0 {
    this.device.complain(section, says);
    return 0;
  }
}

/** `queue_driver_hi` is the high half of the driver area. */
function halfOf(field: string): readonly [area: QueueArea, high: boolean] {
  const area: QueueArea = field.includes('desc') ? 'desc' : field.includes('driver') ? 'driver' : 'device';
  return [area, field.endsWith('_hi')];
}
