import type { ControlPlane } from '../backends/control-plane.ts';
import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Access, Registers } from '../virtio/negotiation/access.ts';
import type { DeviceType } from '../virtio/negotiation/device-type.ts';
import { MmioRegisters } from '../virtio/negotiation/mmio-registers.ts';
import { mmioTransport } from '../virtio/negotiation/mmio-transport.ts';
import { PciRegisters } from '../virtio/negotiation/pci-registers.ts';
import { pciTransport } from '../virtio/negotiation/pci-transport.ts';
import { probe } from '../virtio/negotiation/probe.ts';
import { queueMemory } from '../virtio/negotiation/queue-memory.ts';
import type { Transport } from '../virtio/negotiation/transport.ts';
import { VirtioDevice } from '../virtio/negotiation/virtio-device.ts';
import { cycle, share } from './job-plan.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  devices: { kind: 'count', default: 32, min: 1, max: 1024, says: 'devices that the guest boots with, brought up one after the other; then the first is reset and it begins anew' },
  gap: { kind: 'duration', default: 20_000, min: 0, max: 1e9, says: 'guest computing before each device, in which whoever answers goes back to sleep' },
} as const satisfies Parameters;

const FIRST_QUEUE = 0x4800_0000;

/** A driver's half and a device's half of set-up, run against each other: latency is from the first look at a device until its driver's probe has ended. */
export const handshake: Workload = {
  title: 'device set-up (handshake)',
  says: 'the driver brings one virtio device after the other from reset to DRIVER_OK; every register access is paid',
  remark:
    'Set-up is the register accesses of Linux 6.1 drivers/virtio and of the device\'s driver; PCI enumeration, the MSI-X table, the driver\'s own work and what a VMM does at DRIVER_OK (ioeventfd, irqfd, vhost) are not in it. Trap-and-emulate answers a virtio device\'s registers here, passthrough is a virtio device in hardware.',
  parameters,
  devices: ['blk', 'net', 'console'],
  draw({ wanted }) {
    const requests = new Requests(share(wanted, 1));
    requests.kinds.fill(1);
    return requests;
  },
  start(guest) {
    const [vcpu] = guest.vcpus;
    vcpu.wake({ process: boot(guest, vcpu), ready: false });
  },
};

function* boot({ machine: { simulation }, device, virtio, params, requests, vcpus, controlPlane, finish }: Guest, vcpu: Vcpu): Process {
  const plane = controlPlane();
  if (virtio === undefined) throw new Error(`${device} is no virtio device that can be set up`);
  const type = virtio.type(Math.min(vcpus.length, Number(params['topology.queues'])));
  const { transport, attach } = buses[plane.transport];
  const devices = Array.from({ length: Number(params['workload.devices']) }, () => attach(type));
  const gapPs = Math.round(Number(params['workload.gap']) * 1000);
  const compute = stretch('guest compute');
  const next = cycle(0, requests.count);
  for (let brought = 0; ; brought++) {
    const request = next();
    if (gapPs > 0) {
      vcpu.thread.compute(compute, gapPs);
      yield;
    }
    requests.startPs[request] = simulation.now;
    const registers = devices[brought % devices.length];
    const driver = probe(transport(type), virtio.driver, queueMemory(FIRST_QUEUE));
    let step = driver.next(0);
    while (step.done !== true) {
      vcpu.thread.call(carrier(plane, step.value).access(vcpu));
      yield;
      step = driver.next(registers.access(step.value));
    }
    if (step.value.ends !== 'ready') throw new Error(`${device}: its driver did not bring it up`);
    requests.endPs[request] = simulation.now;
    finish(request);
  }
}

/** Both halves of each transport. */
const buses: Readonly<Record<ControlPlane['transport'], { transport(type: DeviceType): Transport; attach(type: DeviceType): Registers }>> = {
  mmio: { transport: () => mmioTransport, attach: (type) => new MmioRegisters(new VirtioDevice(type)) },
  'pci-msix': { transport: ({ id }) => pciTransport(id), attach: (type) => new PciRegisters(new VirtioDevice(type), type.queues.length + 1) },
};

function carrier(plane: ControlPlane, { space, value }: Access) {
  return space === 'pci config' ? plane.pciConfig : value === null ? plane.load : plane.store;
}
