import type { Parameters } from '../machine/parameter.ts';
import { guestKernel } from '../machine/step.ts';
import type { Device } from './device.ts';
import { Station } from './station.ts';

const parameters = {
  work: { kind: 'duration', default: 0, min: 0, max: 1e9, says: 'computing of the back end for each request, on its own core, where it serves a virtqueue' },
  service: { kind: 'duration', default: 0, min: 0, max: 1e9, says: 'time that the device takes' },
} as const satisfies Parameters;

/** A device that does nothing: what is left is the ring, the notifications and the harness. */
export const nullDevice: Device = {
  title: 'null device',
  says: 'does nothing with a request: shows ring and notifications alone',
  parameters,
  completes: 'by interrupt',
  chain: { write: [1, 0], read: [0, 1] },
  guestSubmit: [guestKernel('syscall_entry')],
  guestComplete: [],
  submit: { kernel: () => [], user: () => [], driver: () => [], blocking: () => ({ out: [], back: [] }) },
  interrupt: () => [],
  receive: { kernel: () => [], user: () => [], driver: () => [], blocking: () => ({ out: [], back: [] }) },
  registers: { cost: 'emulate_reg_virtio', submit: 1, interrupt: 1 },
  model: (machine, requests, client) => new Station(machine, requests, client, { channels: 1 }),
};
