import type { VirtioKind } from './virtio-kind.ts';
import { ringFeatureBits } from '../inspect/features.ts';
import { features } from './device-type.ts';

/** Feature bits and fields of the block device. VIRTIO 1.2 sections 5.2.3 and 5.2.4. */
const bit = { size_max: 1, seg_max: 2, geometry: 4, ro: 5, blk_size: 6, flush: 9, topology: 10, config_wce: 11, mq: 12, discard: 13, write_zeroes: 14 } as const;
const at = {
  capacity: 0, size_max: 8, seg_max: 12, blk_size: 20, physical_block_exp: 24, alignment_offset: 25, min_io_size: 26, opt_io_size: 28,
  writeback: 32, num_queues: 34, max_discard_sectors: 36, max_discard_seg: 40, discard_sector_alignment: 44, max_write_zeroes_sectors: 48,
} as const;

/** 1 GiB. */
const SECTORS = 0x20_0000;

/** The block device as QEMU 7.2 offers it, and Linux drivers/block/virtio_blk.c 6.1. */
export const virtioBlk: VirtioKind = {
  type(queues) {
    const config = new DataView(new ArrayBuffer(60));
    config.setUint32(at.capacity, SECTORS, true);
    config.setUint32(at.seg_max, 254, true);
    config.setUint32(at.blk_size, 512, true);
    config.setUint16(at.min_io_size, 1, true);
    config.setUint8(at.writeback, 1);
    config.setUint16(at.num_queues, queues, true);
    config.setUint32(at.max_discard_sectors, 0x3f_ffff, true);
    config.setUint32(at.max_discard_seg, 1, true);
    config.setUint32(at.discard_sector_alignment, 1, true);
    config.setUint32(at.max_write_zeroes_sectors, 0x3f_ffff, true);
    const { version_1, event_idx, indirect_desc, ring_reset } = ringFeatureBits;
    const several = queues > 1 ? [bit.mq] : [];
    return {
      id: 2,
      features: features(bit.seg_max, bit.geometry, bit.blk_size, bit.flush, bit.topology, bit.config_wce, bit.discard, bit.write_zeroes, ...several, version_1, event_idx, indirect_desc, ring_reset),
      requires: [],
      config: new Uint8Array(config.buffer),
      writable: [[at.writeback, at.writeback + 1]],
      queues: Array.from({ length: queues }, () => 256),
    };
  },
  driver: {
    source: 'Linux 6.1 drivers/block/virtio_blk.c, virtblk_probe',
    deviceId: 2,
    features: features(...Object.values(bit)),
    *probe(device) {
      yield* device.configIf(bit.seg_max, at.seg_max, 4);
      const count = (yield* device.configIf(bit.mq, at.num_queues, 2)) ?? 1;
      const queues = yield* device.findQueues(Array.from({ length: count }, (_, i) => ({ name: `req.${i}`, callback: true })));
      if (typeof queues === 'string') return queues;
      yield* device.configIf(bit.config_wce, at.writeback, 1);
      yield* device.configIf(bit.size_max, at.size_max, 4);
      yield* device.configIf(bit.blk_size, at.blk_size, 4);
      yield* device.configIf(bit.topology, at.physical_block_exp, 1);
      yield* device.configIf(bit.topology, at.alignment_offset, 1);
      yield* device.configIf(bit.topology, at.min_io_size, 2);
      yield* device.configIf(bit.topology, at.opt_io_size, 4);
      yield* device.configIf(bit.discard, at.discard_sector_alignment, 4);
      yield* device.configIf(bit.discard, at.max_discard_sectors, 4);
      yield* device.configIf(bit.discard, at.max_discard_seg, 4);
      yield* device.configIf(bit.write_zeroes, at.max_write_zeroes_sectors, 4);
      yield* device.configMany(at.capacity, 2, 4);
      yield* device.ready();
      return queues;
    },
  },
};
