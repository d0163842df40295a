import type { Parameters } from '../machine/parameter.ts';
import { guestKernel, guestUser } from '../machine/step.ts';
import { virtioBlk } from '../virtio/negotiation/virtio-blk.ts';
import type { Device } from './device.ts';
import { Station } from './station.ts';

const parameters = {
  service: { kind: 'duration', default: 10_000, min: 0, max: 1e9, says: 'mean time that the disk itself takes for a read; 0: whatever it is asked completes at once, without bandwidth or interrupt (null-co of QEMU)' },
  write_service: { kind: 'duration', default: 12_000, min: 0, max: 1e9, says: 'mean time for a write (assumed, as is that of a flush); of no effect where service is 0' },
  flush_service: { kind: 'duration', default: 30_000, min: 0, max: 1e9, says: 'mean time for a flush (assumed); of no effect where service is 0' },
  distribution: { kind: 'choice', default: 'exponential', of: ['fixed', 'exponential'], says: 'how the service time varies' },
  channels: { kind: 'count', default: 8, min: 1, max: 1024, says: 'requests that the disk works on at once' },
  queue_depth: { kind: 'count', default: 1023, min: 1, max: 65535, says: 'requests that the disk has accepted and its driver has not taken back, at most; the driver holds the others (tags of Linux blk-mq; 1023: one queue of nvme)' },
  irq_moderation: { kind: 'duration', default: 0, min: 0, max: 1e9, says: 'longest time that a completion waits for others before the disk interrupts (NVMe aggregation time); 0: each interrupts; of no effect where the disk is polled (sidecore)' },
  irq_moderation_threshold: { kind: 'count', default: 8, min: 1, max: 256, says: 'completions that interrupt without more waiting (NVMe aggregation threshold); of no effect where irq_moderation is 0' },
  sequential_ratio: { kind: 'number', default: 1, min: 0.001, max: 1, says: 'service time of a request that begins where the last one of its job ended, as a share of that of any other (read-ahead, no seek); 1: as an SSD' },
  bandwidth: { kind: 'bytes', default: 3_000_000_000, min: 1, max: 1e15, says: 'bytes per second of the bus that all channels share; each request has it alone, before its service time' },
} as const satisfies Parameters;

/** virtio-blk over an asynchronous disk, with direct I/O: the payload moves by DMA and is not copied. */
export const blk: Device = {
  title: 'block device (virtio-blk)',
  says: 'an asynchronous disk: service time, channels, completion interrupt',
  parameters,
  completes: 'by interrupt',
  chain: { write: [2, 1], read: [1, 2] },
  guestSubmit: [guestUser('svc_el0_to_el1'), guestKernel('syscall_entry'), guestKernel('guest_stack_blk')],
  guestComplete: [guestKernel('guest_complete_blk')],
  submit: {
    kernel: ({ kernel: h }) => [h('backend_submit'), h('host_blk_submit'), h('dev_submit'), h('mmio_store')],
    user: ({ kernel: h, user, syscall, sysreturn }) => [
      user('vmm_blk_request'), ...syscall, h('aio_submit'), h('host_blk_submit'), h('dev_submit'), h('mmio_store'), ...sysreturn,
    ],
    driver: (place) => [place('dev_submit'), place('mmio_store')],
    blocking: ({ kernel: h, syscall, sysreturn }) => ({ out: [...syscall, h('vfs_rw'), h('host_blk_submit'), h('dev_submit'), h('mmio_store')], back: sysreturn }),
  },
  interrupt: ({ kernel: h }) => [h('dev_reap'), h('host_blk_complete')],
  receive: { kernel: () => [], user: () => [], driver: (place) => [place('dev_reap')], blocking: () => ({ out: [], back: [] }) },
  registers: { cost: 'emulate_reg_disk', submit: 8, interrupt: 3 },
  virtio: virtioBlk,
  model: (machine, requests, client, values) => new Station(machine, requests, client, {
    channels: Number(values['device.channels']), bytesPerS: Number(values['device.bandwidth']), queueDepth: Number(values['device.queue_depth']),
  }),
};
