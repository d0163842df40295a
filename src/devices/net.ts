import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import { guestKernel, guestUser, repeat, repeatAll } from '../machine/step.ts';
import { virtioNet } from '../virtio/negotiation/virtio-net.ts';
import type { Answer, Device } from './device.ts';
import { HostPeer } from './host-peer.ts';
import { RemotePeer } from './wire.ts';

/** Payload of a TCP segment in an Ethernet frame of 1500 bytes: 40 for headers, 12 for the timestamp option. */
const SEGMENT_BYTES = 1448;

const parameters = {
  wire: { kind: 'duration', default: 10_000, min: 0, max: 1e9, says: 'one way to the peer on another machine' },
  bandwidth: { kind: 'bytes', default: 1_250_000_000, min: 1, max: 1e15, says: 'bytes per second of the link, each way' },
  peer: { kind: 'choice', default: 'remote', of: ['remote', 'host-process'], says: 'who answers: another machine, or a process on this host behind the tap' },
  peer_service: { kind: 'duration', default: 5_000, min: 0, max: 1e9, says: 'time a remote peer takes to answer' },
  answer_every: { kind: 'count', default: 1, min: 1, max: 64, says: 'packets that one acknowledgement is for (TCP delayed acknowledgement, GRO); what carries data is never left out' },
  irq_moderation: { kind: 'duration', default: 0, min: 0, max: 1e9, says: 'longest time that a packet waits for others before a real NIC interrupts (rx-usecs of ethtool); 0: each interrupts; of no effect where the NIC is polled (sidecore) or the peer is on this host' },
  irq_moderation_threshold: { kind: 'count', default: 64, min: 1, max: 256, says: 'packets that interrupt without more waiting (rx-frames of ethtool); of no effect where irq_moderation is 0' },
  gro: { kind: 'count', default: 64, min: 1, max: 64, says: 'segments of 1448 bytes that are merged, at most, into one packet for the guest (GRO, and TSO of a peer on this host); 1 is off' },
  mergeable: { kind: 'flag', default: true, says: 'VIRTIO_NET_F_MRG_RXBUF: a packet fills as many receive buffers of a page as it needs; without it every buffer is a chain for the largest' },
} as const satisfies Parameters;

function answer(bytes: number, values: Readonly<Record<string, ParameterValue>>): Answer {
  return {
    segments: Math.max(1, Math.ceil(bytes / SEGMENT_BYTES)),
    packets: Math.max(1, Math.ceil(bytes / (Number(values['device.gro']) * SEGMENT_BYTES))),
  };
}

/** virtio-net behind a tap: what is sent is used at once, what comes back is a packet of its own. */
export const net: Device = {
  title: 'network device (virtio-net)',
  says: 'a tap to a peer: send, wire, answer; copies between guest and host',
  parameters,
  completes: 'by packet',
  chain: { write: [2, 0], read: [0, 1] },
  guestSubmit: [
    guestUser('svc_el0_to_el1'), guestKernel('syscall_entry'), guestKernel('copy_fixed'), guestKernel('copy_per_byte_l2'), guestKernel('guest_stack_net_tx'),
  ],
  guestComplete: [guestKernel('guest_stack_net_rx')],
  guestAcknowledge: [guestKernel('guest_stack_net_tx')],
  submit: {
    kernel: ({ kernel: h, copy }) => [h('backend_submit'), h('copy_fixed'), h(copy), h('host_net_tx')],
    user: ({ kernel: h, user, syscall, sysreturn, copy }) => [
      user('vmm_net_packet'), ...syscall, h('vfs_rw'), h('copy_fixed'), h(copy), h('host_net_tx'), ...sysreturn,
    ],
    driver: (place) => [place('dev_submit'), place('mmio_store')],
    blocking: ({ kernel: h, syscall, sysreturn, copy }) => ({ out: [...syscall, h('vfs_rw'), h('copy_fixed'), h(copy), h('host_net_tx')], back: sysreturn }),
  },
  interrupt: ({ kernel: h }, { segments, packets }) => [repeat(segments, h('dev_reap')), repeat(packets, h('host_net_rx'))],
  // Of the bytes of an answer each is copied once, however many packets it comes in.
  receive: {
    kernel: ({ kernel: h, copy }, { packets }) => [...repeatAll(packets, [h('backend_submit'), h('copy_fixed')]), h(copy)],
    user: ({ kernel: h, user, syscall, sysreturn, copy }, { packets }) => [
      ...repeatAll(packets, [...syscall, h('vfs_rw'), h('copy_fixed'), ...sysreturn, user('vmm_net_packet')]), h(copy),
    ],
    driver: (place, _venue, { segments }) => [repeat(segments, place('dev_reap'))],
    blocking: ({ kernel: h, syscall, sysreturn, copy }, { packets }) => ({
      out: [...repeatAll(packets, [...syscall, h('vfs_rw'), h('copy_fixed')]), h(copy)], back: repeatAll(packets, sysreturn),
    }),
  },
  bounce: (place, { copy }, { packets }) => [repeat(packets, place('copy_fixed')), place(copy)],
  answer,
  registers: { cost: 'emulate_reg_nic', submit: 1, interrupt: 3 },
  virtio: virtioNet,
  model: (machine, requests, client, values, host) => {
    if (values['device.peer'] === 'host-process' && host !== null) return new HostPeer(machine, requests, client, host, (bytes) => answer(bytes, values).packets);
    return new RemotePeer(machine, requests, client, {
      wirePs: Math.round(Number(values['device.wire']) * 1000),
      bytesPerS: Number(values['device.bandwidth']),
      peerPs: Math.round(Number(values['device.peer_service']) * 1000),
      answerEvery: Number(values['device.answer_every']),
    });
  },
};
