import type { Parameters } from '../machine/parameter.ts';
import { at, guestKernel, guestUser } from '../machine/step.ts';
import { virtioNet } from '../virtio/negotiation/virtio-net.ts';
import type { Device } from './device.ts';
import { HostPeer, RemotePeer } from './wire.ts';

const parameters = {
  wire: { kind: 'duration', default: 10_000, min: 0, max: 1e9, says: 'one way to the peer on another machine' },
  bandwidth: { kind: 'bytes', default: 1_250_000_000, min: 1, max: 1e15, says: 'bytes per second of the link, each way' },
  peer: { kind: 'choice', default: 'remote', of: ['remote', 'host-process'], says: 'who answers: another machine, or a process on this host behind the tap' },
  peer_service: { kind: 'duration', default: 5_000, min: 0, max: 1e9, says: 'time a remote peer takes to answer' },
  answer_every: { kind: 'count', default: 1, min: 1, max: 64, says: 'packets that one answer acknowledges (TCP delayed acknowledgement, GRO)' },
} as const satisfies Parameters;

const h1 = at(1, 'host kernel');

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
  submit: {
    kernel: ({ kernel: h, copy }) => [h('backend_submit'), h('copy_fixed'), h(copy), h('host_net_tx')],
    user: ({ kernel: h, user, syscall, sysreturn, copy }) => [
      user('vmm_net_packet'), ...syscall, h('vfs_rw'), h('copy_fixed'), h(copy), h('host_net_tx'), ...sysreturn,
    ],
    driver: (place, { copy }) => [place('copy_fixed'), place(copy), place('dev_submit'), place('mmio_store')],
    blocking: ({ kernel: h, syscall, sysreturn, copy }) => ({ out: [...syscall, h('vfs_rw'), h('copy_fixed'), h(copy), h('host_net_tx')], back: sysreturn }),
  },
  interrupt: ({ kernel: h }) => [h('dev_reap'), h('host_net_rx')],
  receive: {
    kernel: ({ kernel: h }) => [h('backend_submit'), h('copy_fixed')],
    user: ({ kernel: h, user, syscall, sysreturn }) => [...syscall, h('vfs_rw'), h('copy_fixed'), ...sysreturn, user('vmm_net_packet')],
    driver: (place) => [place('dev_reap'), place('copy_fixed')],
    blocking: ({ kernel: h, syscall, sysreturn }) => ({ out: [...syscall, h('vfs_rw'), h('copy_fixed')], back: sysreturn }),
  },
  registers: { cost: 'emulate_reg_nic', submit: 1, interrupt: 3 },
  virtio: virtioNet,
  model: (machine, requests, client, values, peerCore) => {
    if (values['device.peer'] === 'host-process' && peerCore !== null) {
      const work = machine.tariff.path('peer process', [h1('host_tcp_recv'), h1('host_tcp_send'), h1('host_net_rx')]);
      return new HostPeer(machine, client, peerCore, work);
    }
    return new RemotePeer(machine, requests, client, {
      wirePs: Math.round(Number(values['device.wire']) * 1000),
      bytesPerS: Number(values['device.bandwidth']),
      peerPs: Math.round(Number(values['device.peer_service']) * 1000),
      answerEvery: Number(values['device.answer_every']),
    });
  },
};
