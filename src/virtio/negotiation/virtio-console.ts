import { ringFeatureBits } from '../inspect/features.ts';
import { features } from './device-type.ts';
import type { VirtioKind } from './virtio-kind.ts';

/** Feature bits and fields of the console device. VIRTIO 1.2 sections 5.3.3 and 5.3.4. */
const bit = { size: 0, multiport: 1 } as const;
const at = { cols: 0, rows: 2, max_nr_ports: 4 } as const;

/** A console of one port, as hvisor-tool and kvmtool offer it, and Linux drivers/char/virtio_console.c 6.1. */
export const virtioConsole: VirtioKind = {
  type() {
    const config = new DataView(new ArrayBuffer(12));
    config.setUint16(at.cols, 80, true);
    config.setUint16(at.rows, 25, true);
    config.setUint32(at.max_nr_ports, 1, true);
    const { version_1, event_idx, indirect_desc } = ringFeatureBits;
    return { id: 3, features: features(bit.size, version_1, event_idx, indirect_desc), requires: [], config: new Uint8Array(config.buffer), writable: [[8, 12]], queues: [64, 64] };
  },
  driver: {
    source: 'Linux 6.1 drivers/char/virtio_console.c, virtcons_probe',
    deviceId: 3,
    features: features(bit.size, bit.multiport),
    *probe(device) {
      const ports = (yield* device.configIf(bit.multiport, at.max_nr_ports, 4)) ?? 1;
      const several = device.has(bit.multiport) ? [{ name: 'control-i', callback: true }, { name: 'control-o', callback: true }] : [];
      const wanted = Array.from({ length: ports }, () => [{ name: 'input', callback: true }, { name: 'output', callback: true }]).flat();
      const queues = yield* device.findQueues([...wanted.slice(0, 2), ...several, ...wanted.slice(2)]);
      if (typeof queues === 'string') return queues;
      yield* device.ready();
      return queues;
    },
  },
};
