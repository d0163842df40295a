import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import { Fifo } from '../sim/fifo.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import type { Call } from './kick.ts';
import type { Port, PortPaths } from './port.ts';
import type { SizedRingPaths } from './sized-ring-paths.ts';

/** How the answers of a receive queue fill its buffers, and what that costs by their bytes. */
export interface Fills {
  readonly bufferBytes: number;
  buffersFor(bytes: number): number;
  readonly paths: SizedRingPaths;
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
    return this.#fills.paths.of(this.bytesOf(), this.queue.footprint);
  }

  bytesOf(): number {
    return this.#requests.answerBytes[this.#filling];
  }

  /** All buffers of an answer are used at once, as vhost_add_used_n does: the driver that sees the first looks for the others. */
  giveBack(): number {
    let left = this.bytesOf();
    this.#taken.forEach((head, i) => {
      const bytes = Math.min(left, this.#fills.bufferBytes);
      left -= bytes;
      // The first says whose they are, as its header says how many.
      this.queue.fill(head, i === 0 ? this.#filling : -1);
      this.queue.pushUsed(head, bytes);
    });
    this.#taken.length = 0;
    this.#filling = -1;
    return this.paths.publishesEach ? this.queue.publishUsed() : 0;
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
