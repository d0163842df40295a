import { ringFeatureBits } from '../inspect/features.ts';
import { features } from './device-type.ts';
import type { VirtioKind } from './virtio-kind.ts';

/** Feature bits and fields of the network device. VIRTIO 1.2 sections 5.1.3 and 5.1.4. */
const bit = {
  csum: 0, guest_csum: 1, ctrl_guest_offloads: 2, mtu: 3, mac: 5, guest_tso4: 7, guest_tso6: 8, guest_ecn: 9, guest_ufo: 10, host_tso4: 11, host_tso6: 12, host_ecn: 13,
  host_ufo: 14, mrg_rxbuf: 15, status: 16, ctrl_vq: 17, ctrl_rx: 18, ctrl_vlan: 19, guest_announce: 21, mq: 22, ctrl_mac_addr: 23,
} as const;
const at = { mac: 0, status: 6, max_virtqueue_pairs: 8, mtu: 10 } as const;

/** The network device as QEMU 7.2 offers it without offloads, and Linux drivers/net/virtio_net.c 6.1. */
export const virtioNet: VirtioKind = {
  type(pairs) {
    const config = new DataView(new ArrayBuffer(12));
    [0x52, 0x54, 0x00, 0x12, 0x34, 0x56].forEach((byte, i) => config.setUint8(at.mac + i, byte));
    config.setUint16(at.status, 1, true);
    config.setUint16(at.max_virtqueue_pairs, pairs, true);
    const { version_1, event_idx, indirect_desc, ring_reset } = ringFeatureBits;
    const several = pairs > 1 ? [bit.mq] : [];
    return {
      id: 1,
      features: features(
        bit.ctrl_guest_offloads, bit.mac, bit.mrg_rxbuf, bit.status, bit.ctrl_vq, bit.ctrl_rx, bit.ctrl_vlan, bit.guest_announce, bit.ctrl_mac_addr, ...several,
        version_1, event_idx, indirect_desc, ring_reset,
      ),
      requires: [
        [bit.guest_tso4, [bit.guest_csum]], [bit.guest_tso6, [bit.guest_csum]], [bit.guest_ecn, [bit.guest_tso4, bit.guest_tso6]], [bit.guest_ufo, [bit.guest_csum]],
        [bit.host_tso4, [bit.csum]], [bit.host_tso6, [bit.csum]], [bit.host_ecn, [bit.host_tso4, bit.host_tso6]], [bit.host_ufo, [bit.csum]],
        [bit.ctrl_rx, [bit.ctrl_vq]], [bit.ctrl_vlan, [bit.ctrl_vq]], [bit.guest_announce, [bit.ctrl_vq]], [bit.mq, [bit.ctrl_vq]], [bit.ctrl_mac_addr, [bit.ctrl_vq]],
      ],
      config: new Uint8Array(config.buffer),
      writable: [],
      queues: [...Array.from({ length: 2 * pairs }, () => 256), 64],
    };
  },
  driver: {
    source: 'Linux 6.1 drivers/net/virtio_net.c, virtnet_probe',
    deviceId: 1,
    features: features(...Object.values(bit)),
    *probe(device) {
      const pairs = (yield* device.configIf(bit.mq, at.max_virtqueue_pairs, 2)) ?? 1;
      if (device.has(bit.mac)) yield* device.configMany(at.mac, 6, 1);
      yield* device.configIf(bit.mtu, at.mtu, 2);
      const wanted = Array.from({ length: pairs }, (_, i) => [{ name: `input.${i}`, callback: true }, { name: `output.${i}`, callback: true }]).flat();
      // The control queue is polled.
      const control = device.has(bit.ctrl_vq) ? [{ name: 'control', callback: false }] : [];
      const queues = yield* device.findQueues([...wanted, ...control]);
      if (typeof queues === 'string') return queues;
      yield* device.ready();
      return queues;
    },
  },
};
