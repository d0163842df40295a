import type { Backend, Plan } from './backend.ts';
import { emulatedPlane } from './control-plane.ts';
import { daemonFronts } from './user-daemon.ts';
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
  build: (plan: Plan) => {
    if (plan.options['io'] === undefined) return daemonFronts(plan);
    return plan.options['io'] === 'vcpu' ? vcpuThreadFronts(plan) : iothreadFronts(plan, servesInMainLoop(plan));
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'user'),
};

/** QEMU 7.2 has no I/O threads but for disks: other devices are served by the main loop whatever was asked. */
function servesInMainLoop(plan: Plan): boolean {
  return plan.options['io'] === 'main-loop' || plan.device.completes !== 'by interrupt';
}
