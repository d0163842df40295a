import { load } from './access.ts';
import type { Access, Accesses } from './access.ts';
import { CAP_COMMON_CFG, CAP_DEVICE_CFG, CAP_ID_VENDOR, CAP_ISR_CFG, CAP_NOTIFY_CFG, PCI_CAPABILITY_LIST, PCI_STATUS, cap } from './pci-layout.ts';

const read = (offset: number, width: Access['width']) => load(offset, width, 'pci config');
const HAS_CAPABILITIES = 0x10;

/** Where the structures of a device lie in its BAR. */
export interface Structures {
  readonly common: number;
  readonly notify: number;
  readonly notifyOffMultiplier: number;
  readonly device: number;
}

/**
 * Finds the structures of a virtio-pci function by its capabilities, as vp_modern_probe of Linux does: the list is walked
 * for each of the four anew. Null where one is missing.
 */
export function* findStructures(): Accesses<Structures | null> {
  const places: number[] = [];
  for (const type of [CAP_COMMON_CFG, CAP_ISR_CFG, CAP_NOTIFY_CFG, CAP_DEVICE_CFG]) {
    const at = yield* findCapability(type);
    if (at === 0) return null;
    places.push(at);
  }
  const [commonAt, isrAt, notifyAt, deviceAt] = places;
  const common = yield* map(commonAt);
  yield* map(isrAt);
  const notifyOffMultiplier = yield read(notifyAt + cap.notify_off_multiplier, 4);
  yield read(notifyAt + cap.length, 4);
  yield read(notifyAt + cap.offset, 4);
  const notify = yield* map(notifyAt);
  const device = yield* map(deviceAt);
  return { common, notify, notifyOffMultiplier, device };
}

/** virtio_pci_find_capability over pci_find_capability and pci_find_next_capability of drivers/pci/pci.c. */
function* findCapability(wanted: number): Accesses<number> {
  if (((yield read(PCI_STATUS, 2)) & HAS_CAPABILITIES) === 0) return 0;
  for (let at = yield* nextVendor(PCI_CAPABILITY_LIST); at > 0; at = yield* nextVendor(at + 1)) {
    const type = yield read(at + cap.cfg_type, 1);
    const bar = yield read(at + cap.bar, 1);
    if (bar <= 5 && type === wanted) return at;
  }
  return 0;
}

/** The next vendor-specific capability behind the pointer at `pointer`; 0 at the end of the list. */
function* nextVendor(pointer: number): Accesses<number> {
  let at = yield read(pointer, 1);
  while (at >= 0x40) {
    const entry = yield read(at, 2);
    if ((entry & 0xff) === CAP_ID_VENDOR) return at;
    at = entry >>> 8;
  }
  return 0;
}

/** vp_modern_map_capability: where the structure begins. */
function* map(at: number): Accesses<number> {
  yield read(at + cap.bar, 1);
  const offset = yield read(at + cap.offset, 4);
  yield read(at + cap.length, 4);
  return offset;
}
