import type { Backend, Plan } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import { GuestReschedule } from '../backends/guest-sgi.ts';
import { operations } from '../backends/operations.ts';
import type { Device } from '../devices/device.ts';
import { devices } from '../devices/index.ts';
import { buildMachine } from '../hypervisors/build-machine.ts';
import type { HostOptions, Hypervisor, HypervisorSteps } from '../hypervisors/hypervisor.ts';
import { blockingIdle, nativeIdle } from '../hypervisors/idle.ts';
import { hypervisors } from '../hypervisors/index.ts';
import { Core } from '../machine/core.ts';
import { GuestTimer } from '../machine/guest-timer.ts';
import { addNeighbour, Tick } from '../machine/host-load.ts';
import { interruptPaths } from '../machine/interrupt.ts';
import type { Machine } from '../machine/machine.ts';
import { Tariff } from '../machine/path.ts';
import { haltPolling } from '../machine/poll-window.ts';
import type { CostId } from '../machine/costs.ts';
import type { Observer } from '../machine/observer.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { largestOf } from '../machine/requests.ts';
import type { Requests } from '../machine/requests.ts';
import { at, guestKernel as g } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import { Vcpu } from '../machine/vcpu.ts';
import { Simulation } from '../sim/simulation.ts';
import { NeedsReset } from '../virtio/needs-reset.ts';
import type { Guest } from '../workloads/workload.ts';
import { observedDevice, observedFront, stepsOf } from './observed.ts';
import type { Own } from './own.ts';
import { pricesPs } from './prices.ts';
import type { TrialSpec } from './spec.ts';
import { parseSystem } from './systems.ts';

/** A machine with its guests and back ends, ready for a workload. */
export interface Bench {
  readonly machine: Machine;
  readonly guests: readonly (Omit<Guest, 'finish'> & {
    /** Of its device. */
    readonly needsReset: NeedsReset;
  })[];
}

/** vCPUs of all guests together. */
const MOST_VCPUS = 1000;

/** Puts together what a spec describes: cores, guests with their vCPUs, the back end of each guest's device, and what else loads the host while the trial goes on. */
export function assemble(spec: TrialSpec, requestsOf: readonly Requests[], goesOn: () => boolean, observer: Observer | null = null, own: Own = {}): Bench {
  const { params } = spec;
  const system = parseSystem(spec.system);
  const hypervisor: Hypervisor = hypervisors[system.hypervisor];
  const backend: Backend = backends[system.backend];
  const modelled = deviceOf(spec.device, own);
  const number = (key: string): number => Number(params[key]);
  const allVcpus = number('topology.guests') * number('topology.vcpus');
  if (allVcpus > MOST_VCPUS) throw new Error(`topology.guests x topology.vcpus: ${allVcpus} vCPUs (at most ${MOST_VCPUS} in all)`);
  const options: HostOptions = {
    gic: params['policy.gic'] === 'v2' ? 'v2' : 'v3',
    era: params['policy.kvm_era'] === '2016' ? '2016' : 'recent',
    idle: params['topology.idle'] === 'deep' ? 'deep' : 'shallow',
    gicv4: system.options['irq'] === 'gicv4',
  };
  const steps = hypervisor.steps(options);
  const tariff = new Tariff(pricesPs(spec.profile, params));
  const shared = params['topology.core_map'] === 'shared';
  if (shared && hypervisor.partitioned) throw new Error(`topology.core_map: shared (${system.hypervisor} gives every VM cores of its own: separate)`);
  const guestCores = number('topology.guest_cores');
  const crowded = guestCores > 0 && guestCores < allVcpus;
  if (guestCores > 0 && shared) throw new Error(`topology.guest_cores: ${guestCores} (with topology.core_map=shared vCPUs live on the host cores)`);
  if (crowded && hypervisor.partitioned) throw new Error(`topology.guest_cores: ${guestCores} for ${allVcpus} vCPUs (${system.hypervisor} gives every vCPU a core of its own)`);
  const machine = buildMachine(new Simulation(), tariff, steps, Math.round(number('topology.slice') * 1000), idleOf(spec, hypervisor, steps, tariff, options, shared || crowded));
  machine.observer = observer;
  const hostCores = cores(machine, 'host', number('topology.host_cores'));
  const pool = shared ? hostCores : guestCores > 0 ? cores(machine, 'guest core', Math.min(guestCores, allVcpus)) : null;
  let dealt = 0;
  const dealHostCore = (): Core => hostCores[dealt++ % hostCores.length];
  const timerPath = tariff.path('guest timer interrupt', [g('guest_irq_entry_exit'), ...steps.acknowledge, g('guest_irq_handler'), ...steps.complete]);
  const timerIrq = interruptPaths(tariff, 'timer interrupt', steps.timerIrq);
  const guests = requestsOf.map((requests, index) => {
    const name = `guest ${index}`;
    const needsReset = new NeedsReset();
    const isHostile = params['ring.hostile'] !== 'none' && index + 1 === requestsOf.length;
    if (isHostile && index === 0) throw new Error(`ring.hostile: ${params['ring.hostile']} (with one guest nothing is left to measure: topology.guests=2 or more)`);
    requests.guest = index;
    const tell = observer === null ? null : stepsOf(observer, machine, requests);
    const device = tell === null ? modelled : observedDevice(modelled, tell);
    const vcpus = Array.from({ length: number('topology.vcpus') }, (_, v) => {
      const core = pool === null ? cores(machine, `${name} vCPU ${v}`, 1)[0] : pool[(shared ? v : index * number('topology.vcpus') + v) % pool.length];
      const thread = new Thread(`${name} vCPU ${v}`, core, `${name} vmm`);
      return new Vcpu(`${name} vCPU ${v}`, thread);
    });
    const queues = vcpus.slice(0, Math.min(vcpus.length, number('topology.queues')));
    const h = steps.hostKernel;
    const plan: Plan = {
      name, machine, hypervisor, steps, device, vcpus, queues, hostCores, dealHostCore, requests, needsReset, isHostile, params,
      options: system.options,
      venue: { kernel: h, user: at(0, 'host user'), syscall: steps.syscall, sysreturn: steps.sysreturn, copy: copyCost(params['topology.data'], requests, shared) },
      transport: transportOf(spec, hypervisor),
      crossesCores: !shared,
    };
    const built = backend.build(plan);
    const fronts = tell === null ? built : built.map((front) => observedFront(front, tell));
    // Who takes the interrupt may have to wake a task of another vCPU: a shared queue's, or any by the one line of virtio-mmio.
    if (vcpus.length > (plan.transport === 'mmio' ? 1 : queues.length)) for (const vcpu of vcpus) vcpu.reschedule = new GuestReschedule(plan, vcpu);
    const timers = new Map(vcpus.map((vcpu) => [vcpu, new GuestTimer(vcpu, timerIrq, timerPath)]));
    return { machine, needsReset, device: spec.device, virtio: device.virtio, vcpus, requests, params, operations: () => operations(plan), controlPlane: () => backend.controlPlane(plan), jobs: spec.jobs ?? [], frontOf: (vcpu: Vcpu) => found(fronts[vcpus.indexOf(vcpu) % fronts.length]), timerOf: (vcpu: Vcpu) => found(timers.get(vcpu)), watch: null };
  });
  const tick = interruptPaths(tariff, 'tick', steps.tick);
  if (number('topology.tick_hz') > 0) for (const core of machine.cores) new Tick(core, number('topology.tick_hz'), tick, goesOn);
  if (number('topology.neighbour_load') > 0) for (const core of hostCores) addNeighbour(core, number('topology.neighbour_load'), tick, goesOn);
  return { machine, guests };
}

/** What a byte costs that a back end copies: the largest request or answer decides which cache still holds it, the core map whose. */
function copyCost(where: ParameterValue | undefined, { bytes, answerBytes }: Requests, shared: boolean): CostId {
  const largest = Math.max(largestOf(bytes), largestOf(answerBytes));
  const held = largest <= 32_768 ? 'l1' : largest <= 1_048_576 ? 'l2' : 'memory';
  switch (where === 'auto' ? (shared || held === 'memory' ? held : 'remote') : where) {
    case 'l1': return 'copy_per_byte_l1';
    case 'l2': return 'copy_per_byte_l2';
    case 'llc': return 'copy_per_byte_llc';
    case 'memory': return 'copy_per_byte_memory';
    default: return 'copy_per_byte_remote';
  }
}

function cores(machine: Machine, name: string, count: number): Core[] {
  const made = Array.from({ length: count }, (_, i) => new Core(count === 1 ? name : `${name} ${i}`, machine));
  machine.cores.push(...made);
  return made;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a vCPU without a queue');
  return value;
}

function transportOf(spec: TrialSpec, hypervisor: Hypervisor): Plan['transport'] {
  const asked = spec.params['policy.transport'];
  return asked === 'mmio' || asked === 'pci-msix' ? asked : hypervisor.transport;
}

function idleOf({ params }: TrialSpec, hypervisor: Hypervisor, steps: HypervisorSteps, tariff: Tariff, options: HostOptions, crowded: boolean): (vcpu: Vcpu) => Process {
  const toWfi = tariff.path('guest idles', [g('guest_idle')]);
  const twi = params['policy.twi'];
  const native = steps.wfi === null || twi === 'native' || (twi === 'auto' && options.gicv4 && !crowded);
  if (steps.wfi === null || native) return nativeIdle(() => toWfi);
  const exit = tariff.path('WFI trapped', steps.wfi.exit);
  const block = tariff.path('vCPU blocks', steps.wfi.block);
  const ps = (key: string): number => Math.round(Number(params[key]) * 1000);
  const rule = haltPolling({
    maxPs: hypervisor.waits === 'user exit' ? ps('policy.halt_poll_ns') : 0,
    startPs: ps('policy.halt_poll_grow_start'),
    grow: Number(params['policy.halt_poll_grow']),
    shrink: Number(params['policy.halt_poll_shrink']),
  });
  return blockingIdle(() => ({ toWfi, exit, block }), rule, stretch(steps.kernelLevel === 2 ? 'halt poll at EL2' : 'halt poll'));
}

export function deviceOf(id: string, own: Own): Device {
  const known: Readonly<Record<string, Device>> = { ...devices, ...own.devices };
  if (!Object.hasOwn(known, id)) throw new Error(`unknown device: ${id} (known: ${Object.keys(known).join(', ')})`);
  return known[id];
}
