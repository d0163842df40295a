import type { Parameters } from '../machine/parameter.ts';
import { guestKernel, guestUser } from '../machine/step.ts';
import { virtioConsole } from '../virtio/negotiation/virtio-console.ts';
import type { Device } from './device.ts';
import { Station } from './station.ts';

const parameters = {
  busy_polls: { kind: 'count', default: 1, min: 1, max: 1000, says: 'UART: reads of the flag register until it says not full' },
} as const satisfies Parameters;

/** A console: PL011 where it is emulated register by register, virtio-console otherwise; Linux spins until a buffer is used. */
export const console: Device = {
  title: 'console (PL011, virtio-console)',
  says: 'output of a terminal: per byte through a UART, per buffer through a virtqueue',
  parameters,
  completes: 'by spinning',
  chain: { write: [1, 0], read: [0, 1] },
  guestSubmit: [
    guestUser('svc_el0_to_el1'), guestKernel('syscall_entry'), guestKernel('guest_stack_console'), guestKernel('copy_fixed'), guestKernel('copy_per_byte_l1'),
  ],
  guestComplete: [],
  submit: {
    kernel: ({ kernel: h, copy }) => [h('backend_submit'), h('copy_fixed'), h(copy)],
    user: ({ kernel: h, user, syscall, sysreturn, copy }) => [user('vmm_console_write'), ...syscall, h('vfs_rw'), h('copy_fixed'), h(copy), ...sysreturn],
    driver: (place, { copy }) => [place('copy_fixed'), place(copy)],
    blocking: ({ kernel: h, syscall, sysreturn, copy }) => ({ out: [...syscall, h('vfs_rw'), h('copy_fixed'), h(copy)], back: sysreturn }),
  },
  interrupt: () => [],
  receive: { kernel: () => [], user: () => [], driver: () => [], blocking: () => ({ out: [], back: [] }) },
  registers: { cost: 'emulate_reg_uart', submit: 2, interrupt: 0 },
  virtio: virtioConsole,
  model: (machine, requests, client) => new Station(machine, requests, client, { channels: 1 }),
};
