import type { Access, Registers } from './access.ts';
import { accessConfig } from './config-access.ts';
import { CONFIG_CHANGE_NOTIFICATION, MAGIC, MMIO_CONFIG, USED_BUFFER_NOTIFICATION, VERSION, mmio } from './mmio-layout.ts';
import type { QueueArea, QueueSetUp } from './queue-set-up.ts';
import type { DeviceEvents, VirtioDevice } from './virtio-device.ts';

const VENDOR = 0x554d_4551;

const halves: Readonly<Record<number, readonly [area: QueueArea, high: boolean]>> = {
  [mmio.QueueDescLow]: ['desc', false], [mmio.QueueDescHigh]: ['desc', true],
  [mmio.QueueDriverLow]: ['driver', false], [mmio.QueueDriverHigh]: ['driver', true],
  [mmio.QueueDeviceLow]: ['device', false], [mmio.QueueDeviceHigh]: ['device', true],
};

/**
 * A device behind the registers of virtio-mmio version 2. VIRTIO 1.2 section 4.2.2.
 *
 * The standard forbids a driver accesses of another width than 32 bits, to other offsets, and in the wrong direction, and
 * leaves open what they do: here, as in QEMU's hw/virtio/virtio-mmio.c, they read as 0 and store nothing; each is noted.
 */
export class MmioRegisters implements Registers {
  readonly device: VirtioDevice;
  #deviceFeaturesSel = 0;
  #driverFeaturesSel = 0;
  #queueSel = 0;
  #interruptStatus = 0;

  constructor(device: VirtioDevice, events: Pick<DeviceEvents, 'kicked' | 'resets'> = {}) {
    this.device = device;
    device.events = { ...events, configChanged: () => void (this.#interruptStatus |= CONFIG_CHANGE_NOTIFICATION) };
  }

  /** The one interrupt line of the device is asserted. */
  get interrupt(): boolean {
    return this.#interruptStatus !== 0;
  }

  /** By the back end: a buffer of a queue was used; true where the line is asserted for it. */
  used(queue: number): boolean {
    if (!this.device.mayConsume(queue)) return false;
    this.#interruptStatus |= USED_BUFFER_NOTIFICATION;
    return true;
  }

  access(access: Access): number {
    const { offset, width, value, space } = access;
    if (space !== 'registers') return this.#refuse('there is no PCI configuration space');
    if (offset >= MMIO_CONFIG) return accessConfig(this.device, offset - MMIO_CONFIG, access);
    if (width !== 4 || offset % 4 !== 0) return this.#refuse(`an access of ${width} bytes at ${hex(offset)}: control registers have 32 bits, aligned`);
    if (value === null) return this.#read(offset);
    this.#write(offset, value >>> 0);
    return 0;
  }

  get #queue(): QueueSetUp | undefined {
    return this.device.queues[this.#queueSel];
  }

  #read(offset: number): number {
    const { device } = this;
    switch (offset) {
      case mmio.MagicValue: return MAGIC;
      case mmio.Version: return VERSION;
      case mmio.DeviceID: return device.type.id;
      case mmio.VendorID: return VENDOR;
      case mmio.DeviceFeatures: return device.offeredWord(this.#deviceFeaturesSel);
      case mmio.QueueNumMax: return this.#queue?.most ?? 0;
      case mmio.QueueReady: return this.#queue?.ready === true ? 1 : 0;
      case mmio.InterruptStatus: return this.#interruptStatus;
      case mmio.Status: return device.status;
      // No shared memory: every region has length and base -1.
      case mmio.SHMLenLow: case mmio.SHMLenHigh: case mmio.SHMBaseLow: case mmio.SHMBaseHigh: return 0xffff_ffff;
      case mmio.QueueReset: return this.#queue?.resetting === true ? 1 : 0;
      case mmio.ConfigGeneration: return device.generation;
      default: return this.#refuse(`a read of ${hex(offset)}, which is no register to be read`);
    }
  }

  #write(offset: number, value: number): void {
    const { device } = this;
    switch (offset) {
      case mmio.DeviceFeaturesSel: this.#deviceFeaturesSel = value; break;
      case mmio.DriverFeaturesSel: this.#driverFeaturesSel = value; break;
      case mmio.DriverFeatures: device.acceptWord(this.#driverFeaturesSel, value); break;
      case mmio.QueueSel: this.#queueSel = value; break;
      case mmio.QueueNum: this.#describe((queue) => (queue.size = value)); break;
      case mmio.QueueReady: this.#setReady(value); break;
      case mmio.QueueNotify: device.notify(value); break;
      case mmio.InterruptACK: this.#interruptStatus &= ~value; break;
      case mmio.Status: this.#setStatus(value); break;
      case mmio.SHMSel: break;
      case mmio.QueueReset: if (value === 1) device.resetQueue(this.#queueSel); break;
      default: {
        const half = halves[offset];
        if (half === undefined) this.#refuse(`a write of ${hex(offset)}, which is no register to be written`);
        else this.#describe((queue) => queue.setHalf(...half, value));
      }
    }
  }

  #setStatus(value: number): void {
    this.device.writeStatus(value & 0xff);
    if (value !== 0) return;
    this.#interruptStatus = 0;
    this.#deviceFeaturesSel = this.#driverFeaturesSel = this.#queueSel = 0;
  }

  #setReady(value: number): void {
    if (value === 1) this.device.enableQueue(this.#queueSel);
    else if (this.#queue !== undefined) this.#queue.ready = false;
  }

  #describe(tell: (queue: QueueSetUp) => void): void {
    const queue = this.#queue;
    if (queue === undefined) return;
    if (queue.ready) this.#refuse(`queue ${this.#queueSel} was described anew while QueueReady is 1`);
    else tell(queue);
  }

  #refuse(says: string): 0 {
    this.device.complain('4.2.2.2', says);
    return 0;
  }
}

const hex = (offset: number): string => `0x${offset.toString(16).padStart(3, '0')}`;
