import { CAP_COMMON_CFG, CAP_DEVICE_CFG, CAP_ID_MSIX, CAP_ID_VENDOR, CAP_ISR_CFG, CAP_NOTIFY_CFG, CAP_PCI_CFG, COMMON_CFG, COMMON_CFG_BYTES, DEVICE_CFG, ISR_CFG, NOTIFY_CFG, NOTIFY_OFF_MULTIPLIER, PCI_CAPABILITY_LIST, PCI_STATUS, cap } from './pci-layout.ts';
import type { DeviceType } from './device-type.ts';

const BAR = 4;
const PAGE = 0x1000;

/** In the order of QEMU's list: what is added last comes first. */
const capabilities: readonly (readonly [at: number, next: number, cfgType: number, offset: number, length: number])[] = [
  [0x84, 0x70, CAP_PCI_CFG, 0, 0],
  [0x70, 0x60, CAP_NOTIFY_CFG, NOTIFY_CFG, PAGE],
  [0x60, 0x50, CAP_DEVICE_CFG, DEVICE_CFG, PAGE],
  [0x50, 0x40, CAP_ISR_CFG, ISR_CFG, PAGE],
  [0x40, 0x00, CAP_COMMON_CFG, COMMON_CFG, COMMON_CFG_BYTES],
];

/** The configuration space of a virtio-pci function: identity, MSI-X and the capabilities that say where its registers lie. VIRTIO 1.2 sections 4.1.2 and 4.1.4. */
export function pciConfigSpace(type: DeviceType, vectors: number): DataView {
  const space = new DataView(new ArrayBuffer(256));
  space.setUint16(0, 0x1af4, true);
  space.setUint16(2, 0x1040 + type.id, true);
  space.setUint16(PCI_STATUS, 0x10, true);
  space.setUint8(8, 1);
  space.setUint8(PCI_CAPABILITY_LIST, 0x98);
  space.setUint8(0x98, CAP_ID_MSIX);
  space.setUint8(0x99, 0x84);
  space.setUint16(0x9a, vectors - 1, true);
  for (const [at, next, cfgType, offset, length] of capabilities) {
    space.setUint8(at, CAP_ID_VENDOR);
    space.setUint8(at + 1, next);
    space.setUint8(at + 2, 16);
    space.setUint8(at + cap.cfg_type, cfgType);
    space.setUint8(at + cap.bar, BAR);
    space.setUint32(at + cap.offset, offset, true);
    space.setUint32(at + cap.length, length, true);
  }
  space.setUint8(0x72, 20);
  space.setUint32(0x70 + cap.notify_off_multiplier, NOTIFY_OFF_MULTIPLIER, true);
  return space;
}
