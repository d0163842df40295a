import type { DeviceModel } from '../devices/device.ts';
import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import type { SizedPaths } from '../machine/sized-paths.ts';
import { Fifo } from '../sim/fifo.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import type { Call } from './kick.ts';

/** What a port costs its worker: per chain taken, per completion, per call. */
export interface PortPaths {
  readonly serve: Path;
  readonly complete: Path;
  readonly call: Path;
  readonly called: Path;
  /** Computing for each chain taken, after the path that serves it. */
  readonly workPs: number;
}

/** How the answers of a receive queue fill its buffers, and what that costs by their bytes. */
export interface Fills {
  readonly bufferBytes: number;
  buffersFor(bytes: number): number;
  readonly paths: SizedPaths;
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
  use(head: number): void;
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
    return this.#done.shift();
  }

  pathOf(): Path {
    return this.paths.complete;
  }

  bytesOf(head: number): number {
    return this.queue.payloadOf(head);
  }

  use(head: number): void {
    this.queue.pushUsed(head, this.queue.payloadOf(head));
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

/** A queue of empty buffers that packets fill as they arrive, one or several each; kicks only matter when it has run dry. */
export class ReceivePort implements Port {
  readonly receives = true;
  readonly queue: DeviceQueue;
  readonly paths: PortPaths;
  readonly call: Call;
  readonly #requests: Requests;
  readonly #fills: Fills;
  readonly #arrived = new Fifo();
  /** Buffers taken for the oldest that has arrived, until they are enough; and whose they are, once they are filled. */
  readonly #taken: number[] = [];
  #filling = -1;
  #asked = false;

  constructor(queue: DeviceQueue, paths: PortPaths, call: Call, requests: Requests, fills: Fills) {
    this.queue = queue;
    this.paths = paths;
    this.call = call;
    this.#requests = requests;
    this.#fills = fills;
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
    if (!this.hasDone) return -1;
    this.#filling = this.#arrived.shift();
    if (this.#asked) this.queue.disableKicks();
    this.#asked = false;
    return this.#taken[0];
  }

  pathOf(): Path {
    return this.#fills.paths.of(this.bytesOf());
  }

  bytesOf(): number {
    return this.#requests.answerBytes[this.#filling];
  }

  /** All buffers of an answer are used at once, as vhost_add_used_n does: the driver that sees the first looks for the others. */
  use(): void {
    let left = this.bytesOf();
    for (const head of this.#taken) {
      const bytes = Math.min(left, this.#fills.bufferBytes);
      left -= bytes;
      this.queue.fill(head, this.#filling);
      this.queue.pushUsed(head, bytes);
    }
    this.#taken.length = 0;
    this.#filling = -1;
  }

  get hasDone(): boolean {
    return this.#arrived.length > 0 && this.#filling < 0 && this.#hasBuffers();
  }

  get hasWork(): boolean {
    return this.hasDone;
  }

  get starves(): boolean {
    return this.#arrived.length > 0 && this.#filling < 0 && !this.#hasBuffers();
  }

  disableKicks(): void {}

  enableKicks(): boolean {
    if (!this.starves) return false;
    this.#asked = true;
    return this.queue.enableKicks();
  }

  #hasBuffers(): boolean {
    const needed = this.#fills.buffersFor(this.#requests.answerBytes[this.#arrived.first]);
    for (let head; this.#taken.length < needed && (head = this.queue.popAvail()) >= 0; ) this.#taken.push(head);
    return this.#taken.length === needed;
  }
}
