import type { Device, Venue } from '../devices/device.ts';
import type { Hypervisor, HypervisorSteps } from '../hypervisors/hypervisor.ts';
import type { HypervisorId } from '../hypervisors/index.ts';
import type { Core } from '../machine/core.ts';
import type { Machine } from '../machine/machine.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { NeedsReset } from '../virtio/needs-reset.ts';
import type { ControlPlane } from './control-plane.ts';

/** Whether one can have it: in a released system, in a tree or a paper, or nowhere. */
export type Maturity = 'shipping' | 'prototype' | 'hypothetical';

/**
 * How a driver does without calls: it takes back what is done when it submits the next request, and asks for a call
 * only when it waits for room, as drivers of transmit queues do.
 */
export interface Reclaim {
  /** Price of each buffer that is taken back. */
  readonly path: Path;
  /** No calls from now on. */
  disableCalls(): void;
  /** The next request that is done, or -1. */
  take(): number;
  /** Asks for a call after three quarters of what is outstanding; true when so much is done already. */
  enableCalls(): boolean;
}

/** What the guest's driver has in its hands. */
export interface Front {
  /** From the system call up to the ring, for one request. */
  readonly submit: Path;
  /** The same for what the network stack sends by itself; absent where it sends nothing. */
  readonly acknowledge?: Path | undefined;
  hasRoom(): boolean;
  /** Whom to tell when room is made by something else than the end of a request; says whether somebody was woken. Absent where nothing else does. */
  tellOfRoom?(tell: () => boolean): void;
  /** Hands a request over; true when `kick` must follow. */
  publish(request: number): boolean;
  /** Tells the other side, on the vCPU that published. */
  kick(vcpu: Vcpu): Process;
  /** What the driver does until a request is done that it waits for without sleeping; null where it sleeps. */
  spin(vcpu: Vcpu): Process | null;
  /** Absent where every completion is told. */
  readonly reclaim?: Reclaim;
}

/** One guest with its device, as a backend finds it before it is put together. */
export interface Plan {
  readonly name: string;
  readonly machine: Machine;
  readonly hypervisor: Hypervisor;
  readonly steps: HypervisorSteps;
  readonly device: Device;
  readonly venue: Venue;
  readonly vcpus: readonly Vcpu[];
  /** The vCPU that takes the interrupts of each queue; one front is built for each. */
  readonly queues: readonly Vcpu[];
  readonly hostCores: readonly Core[];
  /** The host core for the next thread: they are dealt out in turn. */
  dealHostCore(): Core;
  readonly requests: Requests;
  /** Of its device: set when the guest breaks the standard. */
  readonly needsReset: NeedsReset;
  /** The guest is to break it: `ring.hostile`. */
  readonly isHostile: boolean;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly options: Readonly<Record<string, string>>;
  readonly transport: 'mmio' | 'pci-msix';
  /** Guest and back end run on different cores: what one wrote, the other fetches. */
  readonly crossesCores: boolean;
}

/** A choice that is part of a system's name where it differs from the default. */
export interface BackendOption {
  readonly of: readonly string[];
  readonly default: (hypervisor: HypervisorId) => string;
  readonly says: string;
  /** Of values that are less mature than the backend is without them. */
  readonly maturity?: Readonly<Record<string, Maturity>>;
}

export interface Backend {
  readonly title: string;
  readonly says: string;
  /** The hypervisors it exists on. */
  readonly on: Readonly<Partial<Record<HypervisorId, Maturity>>>;
  /** Why it does not exist on the others. */
  readonly notElsewhere: string;
  readonly options: (hypervisor: HypervisorId) => Readonly<Record<string, BackendOption>>;
  /** Whether the queues of a device are dealt to threads of their own (`topology.workers`); absent where they never are. */
  readonly hasWorkers?: (options: Readonly<Record<string, string>>, device: Device) => boolean;
  /** One thread can serve the devices of many guests (`topology.threads`). */
  readonly sharesThreads?: true;
  /** Puts the back end of one guest together: a front for each of its queues. */
  build(plan: Plan): readonly Front[];
  /** Who answers the driver's accesses to the device's registers while it sets it up. */
  controlPlane(plan: Plan): ControlPlane;
}
