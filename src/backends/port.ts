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
  /** The next chain to be put into the used ring, or -1; it is paid for, and then used. */
  reap(): number;
  pathOf(head: number): Path;
  bytesOf(head: number): number;
  /** Puts a chain into the used ring; says how many the driver can see because of that. */
  giveBack(head: number): number;
  /** There is something to reap. */
  readonly hasDone: boolean;
  /** There is something to take or to reap. */
  readonly hasWork: boolean;
  /** Something has arrived for which there are too few buffers. */
  readonly starves: boolean;
  disableKicks(): void;
  /** Asks for kicks again; true when there is something to do already. */
  enableKicks(): boolean;
}

/** A queue of requests that the device finishes: a disk, a transmit queue, a console. */
export class RequestPort implements Port {
  readonly receives = false;
  readonly starves = false;
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
      begin: () => call.begin(),
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
    const head = this.#done.shift();
    if (head >= 0) this.#device.collected?.(this.queue.cookieOf(head));
    return head;
  }

  pathOf(): Path {
    return this.paths.complete.of(this.queue.footprint);
  }

  bytesOf(head: number): number {
    return this.queue.payloadOf(head);
  }

  giveBack(head: number): number {
    this.queue.pushUsed(head, this.queue.payloadOf(head));
    return this.paths.publishesEach ? this.queue.publishUsed() : 0;
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
