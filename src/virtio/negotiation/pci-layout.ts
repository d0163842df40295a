import type { Access } from './access.ts';

/** What a virtio-pci function shows in its configuration space and its BAR. VIRTIO 1.2 section 4.1.4. */
export const CAP_COMMON_CFG = 1;
export const CAP_NOTIFY_CFG = 2;
export const CAP_ISR_CFG = 3;
export const CAP_DEVICE_CFG = 4;
export const CAP_PCI_CFG = 5;
export const CAP_ID_VENDOR = 0x09;
export const CAP_ID_MSIX = 0x11;
/** Offsets in the header of a PCI function: Status, and the first capability. */
export const PCI_STATUS = 0x06;
export const PCI_CAPABILITY_LIST = 0x34;

/** Fields of struct virtio_pci_cap behind its id and next. */
export const cap = { cfg_type: 3, bar: 4, offset: 8, length: 12, notify_off_multiplier: 16 } as const;

/** Parts of the BAR as QEMU 7.2 lays them out, hw/virtio/virtio-pci.c. */
export const COMMON_CFG = 0x0000;
export const ISR_CFG = 0x1000;
export const DEVICE_CFG = 0x2000;
export const NOTIFY_CFG = 0x3000;
export const NOTIFY_OFF_MULTIPLIER = 4;

/** Maps no event to a vector. */
export const NO_VECTOR = 0xffff;

/** Fields of struct virtio_pci_common_cfg with their offsets and their natural widths; a 64-bit field is two of 32 bits. */
export const commonFields = {
  device_feature_select: [0, 4], device_feature: [4, 4], driver_feature_select: [8, 4], driver_feature: [12, 4],
  config_msix_vector: [16, 2], num_queues: [18, 2], device_status: [20, 1], config_generation: [21, 1],
  queue_select: [22, 2], queue_size: [24, 2], queue_msix_vector: [26, 2], queue_enable: [28, 2], queue_notify_off: [30, 2],
  queue_desc_lo: [32, 4], queue_desc_hi: [36, 4], queue_driver_lo: [40, 4], queue_driver_hi: [44, 4], queue_device_lo: [48, 4], queue_device_hi: [52, 4],
  queue_notify_data: [56, 2], queue_reset: [58, 2],
} as const satisfies Readonly<Record<string, readonly [offset: number, width: Access['width']]>>;

export type CommonField = keyof typeof commonFields;
export const COMMON_CFG_BYTES = 60;
