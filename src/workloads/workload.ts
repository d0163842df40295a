import type { Front } from '../backends/backend.ts';
import type { ControlPlane } from '../backends/control-plane.ts';
import type { Operations } from '../backends/operations.ts';
import type { GuestTimer } from '../machine/guest-timer.ts';
import type { Machine } from '../machine/machine.ts';
import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import type { Requests } from '../machine/requests.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Random } from '../sim/random.ts';
import type { VirtioKind } from '../virtio/negotiation/virtio-kind.ts';
import type { FioJob } from './fio-job.ts';

/** What the requests are drawn from. */
export interface Draw {
  /** How many may complete before the trial ends. */
  readonly wanted: number;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly jobs: readonly FioJob[];
  /** A stream of its own for each purpose. */
  random(purpose: string): Random;
}

/** One guest that a workload can put tasks into. */
export interface Guest {
  readonly machine: Machine;
  /** Id of the device that it has. */
  readonly device: string;
  /** Both halves of that device's set-up, where it is a virtio device. */
  readonly virtio: VirtioKind | undefined;
  readonly vcpus: readonly Vcpu[];
  /** The driver's queue that a vCPU uses. */
  frontOf(vcpu: Vcpu): Front;
  timerOf(vcpu: Vcpu): GuestTimer;
  /** What a microbenchmark can ask of the hypervisor. */
  operations(): Operations;
  /** What a driver's accesses to the registers of its device cost; put together when it is asked for. */
  controlPlane(): ControlPlane;
  readonly requests: Requests;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly jobs: readonly FioJob[];
  /** Told when a task begins a request, and when it learns that it is done; null where nobody watches. */
  readonly watch: ((what: 'started' | 'completed', request: number) => void) | null;
  /** A request is done and its application has it: counts it, and may end the trial. */
  finish(request: number): void;
}

/**
 * A guest with somebody who counts its requests. Written out field by field: V8 gives each object that is made by
 * spreading another a hidden class of its own, which every loop over its fields then meets anew.
 */
export function counted(guest: Omit<Guest, 'finish'>, finish: Guest['finish']): Guest {
  const { machine, device, virtio, vcpus, frontOf, timerOf, operations, controlPlane, requests, params, jobs, watch } = guest;
  return { machine, device, virtio, vcpus, frontOf, timerOf, operations, controlPlane, requests, params, jobs, watch, finish };
}

/** Who asks for what, and when. */
export interface Workload {
  readonly title: string;
  readonly says: string;
  readonly parameters: Parameters;
  /** A sentence for every result of it: what is not in its numbers. */
  readonly remark?: string;
  /** Ids of the devices it can drive. */
  readonly devices: readonly string[];
  /** The request sequence of one guest: the same whatever system serves it. */
  draw(draw: Draw): Requests;
  /** Puts its tasks on the guest's vCPUs. */
  start(guest: Guest): void;
}
