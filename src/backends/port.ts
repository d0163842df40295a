import type { DeviceModel } from '../devices/device.ts';
import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import { Fifo } from '../sim/fifo.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import type { Call } from './kick.ts';
import type { RingPath } from './ring-path.ts';

/** What a port costs its worker: per chain taken, per completion, per turn of completions, per call. */
export interface PortPaths {
  readonly serve: RingPath;
  readonly complete: RingPath;
  readonly publish: RingPath;
  /** A used chain is shown to the driver at once; otherwise with all of its turn. */
  readonly publishesEach: boolean;
  readonly call: Path;
  readonly called: Path;
  /** Computing for each chain taken, after the path that serves it. */
  readonly workPs: number;
}

/** One virtqueue as a worker serves it: chains go to the device, completions come back to the ring. */
export interface Port {
  readonly queue: DeviceQueue;
  /** It is filled by packets that arrive, not by requests. */
  readonly receives: boolean;
  readonly paths: PortPaths;
  /** Raises the call, after the path of that name. */
  readonly call: Call;
  /** The next chain that the device is to have, or -1. */
  take(): number;
  start(head: number): void;
  /** The next chain to be put into the used ring, or -1. */
  reap(): number;
  /** Puts a chain into the used ring; says how many the driver can see because of that. */
  giveBack(head: number): number;
  /** There is something to reap. */
  readonly hasDone: boolean;
  /** There is something to take or to reap. */
  readonly hasWork: boolean;
  disableKicks(): void;
  /** Asks for kicks again; true when there is something to do already. */
  enableKicks(): boolean;
}

/** A queue of requests that the device finishes: a disk, a transmit queue, a console. */
export class RequestPort implements Port {
  readonly receives = false;
  readonly queue: DeviceQueue;
  readonly paths: PortPaths;
  readonly call: Call;
  readonly #device: DeviceModel;
  readonly #requests: Requests;
  readonly #heads: Int32Array;
  readonly #done = new Fifo();

  constructor(queue: DeviceQueue, paths: PortPaths, call: Call, device: DeviceModel, requests: Requests) {
    this.queue = queue;
    this.paths = paths;
    this.call = {
      raise() {
        requests.passage?.called(paths.call.fixedPs);
        call.raise();
      },
    };
    this.#device = device;
    this.#requests = requests;
    this.#heads = new Int32Array(requests.count);
  }

  take(): number {
    const head = this.queue.popAvail();
    if (head >= 0) this.#requests.passage?.received(this.queue.cookieOf(head));
    return head;
  }

  start(head: number): void {
    const request = this.queue.cookieOf(head);
    this.#heads[request] = head;
    this.#requests.passage?.served(request);
    this.#device.start(request);
  }

  finished(request: number): void {
    this.#done.push(this.#heads[request]);
  }

  reap(): number {
    return this.#done.shift();
  }

  giveBack(head: number): number {
    return giveBack(this, head);
  }

  get hasDone(): boolean {
    return this.#done.length > 0;
  }

  get hasWork(): boolean {
    return this.#done.length > 0 || this.queue.hasAvail;
  }

  disableKicks(): void {
    this.queue.disableKicks();
  }

  enableKicks(): boolean {
    return this.queue.enableKicks() || this.#done.length > 0;
  }
}

/** A queue of empty buffers that packets fill as they arrive; kicks only matter when it has run dry. */
export class ReceivePort implements Port {
  readonly receives = true;
  readonly queue: DeviceQueue;
  readonly paths: PortPaths;
  readonly call: Call;
  readonly #arrived = new Fifo();

  constructor(queue: DeviceQueue, paths: PortPaths, call: Call) {
    this.queue = queue;
    this.paths = paths;
    this.call = call;
    queue.disableKicks();
  }

  take(): number {
    return -1;
  }

  start(): void {}

  arrived(request: number): void {
    this.#arrived.push(request);
  }

  reap(): number {
    if (this.#arrived.length === 0) return -1;
    const head = this.queue.popAvail();
    if (head >= 0) this.queue.fill(head, this.#arrived.shift());
    return head;
  }

  giveBack(head: number): number {
    return giveBack(this, head);
  }

  get hasDone(): boolean {
    return this.#arrived.length > 0 && this.queue.hasAvail;
  }

  get hasWork(): boolean {
    return this.hasDone;
  }

  disableKicks(): void {}

  enableKicks(): boolean {
    if (this.#arrived.length > 0) return this.queue.enableKicks();
    return false;
  }
}

function giveBack({ queue, paths }: Port, head: number): number {
  queue.pushUsed(head, queue.payloadOf(head));
  return paths.publishesEach ? queue.publishUsed() : 0;
}
