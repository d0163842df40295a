import type { CostId } from '../machine/costs.ts';
import type { Core } from '../machine/core.ts';
import type { Machine } from '../machine/machine.ts';
import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import type { Requests } from '../machine/requests.ts';
import type { Place, Steps } from '../machine/step.ts';
import type { VirtioKind } from '../virtio/negotiation/virtio-kind.ts';

/** Where host code stands that serves a device: which steps a system call is there, and what a copy costs. */
export interface Venue {
  readonly kernel: Place;
  readonly user: Place;
  readonly syscall: Steps;
  readonly sysreturn: Steps;
  /** Price per byte of a copy of this workload's data between guest and host. */
  readonly copy: CostId;
}

/** One synchronous system call: up to where the device has it, and back from there. */
export interface BlockingSteps {
  readonly out: Steps;
  readonly back: Steps;
}

/** What an answer is made of: packets on the wire, and packets that the guest is given after GRO has merged them. */
export interface Answer {
  readonly segments: number;
  readonly packets: number;
}

/** What a request costs wherever it is served, or an answer wherever it is taken, apart from the ring. */
export interface ServingSteps {
  /** In the host's kernel; by a VMM through system calls; by a driver that owns the hardware; by a daemon that blocks. */
  readonly kernel: (venue: Venue, answer: Answer) => Steps;
  readonly user: (venue: Venue, answer: Answer) => Steps;
  readonly driver: (place: Place, venue: Venue, answer: Answer) => Steps;
  readonly blocking: (venue: Venue, answer: Answer) => BlockingSteps;
}

/** Where a process of the host runs that is the device's peer. */
export interface HostProcess {
  readonly core: Core;
  readonly venue: Venue;
}

/** The device itself: takes what it is given, and says when something is finished. */
export interface DeviceModel {
  /** Starts a request; `finished` follows, at once where the device takes no time. */
  start(request: number): void;
  /** Its driver has taken a finished request back, by interrupt or by polling: what the device held for it is free. Absent where nothing is held. */
  collected?(request: number): void;
}

/** Told by a device model, at the time. */
export interface DeviceClient {
  /** The request has been carried out; a packet has been sent. */
  finished(request: number): void;
  /** The answer to a packet has come. */
  arrived(request: number): void;
}

/** A kind of device: what its driver and its back ends do for it, and how long it takes by itself. */
export interface Device {
  readonly title: string;
  readonly says: string;
  readonly parameters: Parameters;
  /** How the driver of this device learns of a completion. */
  readonly completes: 'by interrupt' | 'by packet' | 'by spinning';
  /** Descriptors that the driver makes readable and writable for a request that writes, and for one that reads. */
  readonly chain: { readonly write: readonly [number, number]; readonly read: readonly [number, number] };
  /** From the system call to the driver, and back from the driver. */
  readonly guestSubmit: Steps;
  readonly guestComplete: Steps;
  /** What the guest's stack does to send by itself: an acknowledgement. Absent where it sends nothing by itself. */
  readonly guestAcknowledge?: Steps;
  readonly submit: ServingSteps;
  /** In the interrupt of the device that the host owns, after the host's dispatch. */
  readonly interrupt: (venue: Venue, answer: Answer) => Steps;
  /** By the back end for what has arrived: a packet received, nothing for a disk. */
  readonly receive: ServingSteps;
  /** Between the guest's buffers and those of a driver that owns the hardware on its behalf, each way; absent where DMA reaches the guest's. */
  readonly bounce?: (place: Place, venue: Venue, answer: Answer) => Steps;
  /** What an answer of so many bytes is made of; absent where it is one thing. */
  readonly answer?: (bytes: number, values: Readonly<Record<string, ParameterValue>>) => Answer;
  /** Of the real device that is emulated register by register: accesses to submit a request, and in its interrupt. */
  readonly registers: { readonly cost: CostId; readonly submit: number; readonly interrupt: number };
  /** Both halves of its set-up as a virtio device; absent where there is no such device. */
  readonly virtio?: VirtioKind;
  model(machine: Machine, requests: Requests, client: DeviceClient, values: Readonly<Record<string, ParameterValue>>, peer: HostProcess | null): DeviceModel;
}
