import type { Device } from '../devices/device.ts';
import type { Backend, Plan } from './backend.ts';
import { emulatedPlane } from './control-plane.ts';
import { daemonFronts } from './user-daemon.ts';
import { deviceModelFronts } from './user-device-model.ts';
import { iothreadFronts } from './user-iothread.ts';
import { vcpuThreadFronts } from './user-vcpu-thread.ts';

/** virtio served by a user process of the host: hvisor's daemon, Xen's device model, or the VMM under KVM. */
export const userThread: Backend = {
  title: 'user thread: virtio in a user process of the host',
  says: 'the ring is served at EL0: under KVM by an I/O thread, the main loop or the vCPU thread itself, elsewhere by a daemon',
  on: { 'static-partition': 'shipping', xen: 'shipping', nvhe: 'shipping', vhe: 'shipping' },
  notElsewhere: 'there is no guest to serve',
  options: (hypervisor) =>
    hypervisor === 'nvhe' || hypervisor === 'vhe'
      ? { io: { of: ['iothread', 'main-loop', 'vcpu'], default: () => 'iothread', says: 'which thread of the VMM serves the ring' } }
      : {},
  hasWorkers: ({ io }, device) => io === 'iothread' && !servesInMainLoop(io, device),
  build: (plan: Plan) => {
    if (plan.hypervisor.waits === 'spin') return daemonFronts(plan);
    if (plan.hypervisor.waits === 'deschedule') return deviceModelFronts(plan);
    return plan.options['io'] === 'vcpu' ? vcpuThreadFronts(plan) : iothreadFronts(plan, servesInMainLoop(plan.options['io'], plan.device));
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'user'),
};

/** QEMU 7.2 has no I/O threads but for disks: other devices are served by the main loop whatever was asked. */
function servesInMainLoop(io: string | undefined, { completes }: Device): boolean {
  return io === 'main-loop' || completes !== 'by interrupt';
}
