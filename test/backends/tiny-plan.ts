import type { Plan } from '../../src/backends/backend.ts';
import { nullDevice } from '../../src/devices/null.ts';
import type { Hypervisor } from '../../src/hypervisors/hypervisor.ts';
import type { Core } from '../../src/machine/core.ts';
import { Requests } from '../../src/machine/requests.ts';
import { at } from '../../src/machine/step.ts';
import type { Vcpu } from '../../src/machine/vcpu.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import type { TinyMachine } from '../machine/tiny-machine.ts';

/** The plan of one guest with a device that does nothing, on a tiny machine: ring of 16, no polling. */
export function tinyPlan(lab: TinyMachine, hypervisor: Hypervisor, vcpus: readonly Vcpu[], hostCores: readonly Core[], more: Partial<Plan> = {}): Plan {
  const steps = hypervisor.steps({ gic: 'v3', era: 'recent', idle: 'shallow', gicv4: more.options?.['irq'] === 'gicv4' });
  let dealt = 0;
  return {
    name: 'guest', machine: lab.machine, hypervisor, steps, device: nullDevice, vcpus, queues: vcpus, hostCores,
    dealHostCore: () => hostCores[dealt++ % hostCores.length]!,
    requests: new Requests(64),
    needsReset: new NeedsReset(),
    isHostile: false,
    options: {},
    venue: { kernel: steps.hostKernel, user: at(0, 'host user'), syscall: steps.syscall, sysreturn: steps.sysreturn, copy: 'copy_per_byte_l1' },
    transport: hypervisor.transport,
    crossesCores: false,
    ...more,
    params: { 'ring.size': 16, 'ring.event_idx': false, 'policy.daemon_poll_iters': 0, ...more.params },
  };
}
