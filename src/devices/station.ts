import type { Machine } from '../machine/machine.ts';
import type { Requests } from '../machine/requests.ts';
import { Fifo } from '../sim/fifo.ts';
import type { Timed } from '../sim/simulation.ts';
import type { DeviceClient, DeviceModel } from './device.ts';
import { transferTimePs } from './transfer.ts';

/** What a station has: channels that work at once, a bus, and room for requests that its driver has not taken back. */
export interface StationSize {
  readonly channels: number;
  readonly bytesPerS?: number;
  readonly queueDepth?: number;
}

/**
 * A device with a number of channels, a queue in front of them and one bus that they share. A request in a channel has
 * the bus for its bytes, in its turn, and then takes the time that was drawn for it; with none it is done at once, bus
 * and all. Reads have the bus first too: their sum is the same, and the bus never waits for a slow one.
 * What is beyond its queue depth its driver holds, until a request that is finished is collected.
 */
export class Station implements DeviceModel {
  readonly #requests: Requests;
  readonly #client: DeviceClient;
  readonly #idle: Channel[] = [];
  readonly #machine: Machine;
  readonly #waiting: Int32Array;
  readonly #bytesPerS: number;
  readonly #queueDepth: number;
  /** Accepted and not collected. */
  #accepted = 0;
  readonly #held = new Fifo();
  #busFreeAtPs = 0;
  #head = 0;
  #count = 0;

  constructor(machine: Machine, requests: Requests, client: DeviceClient, { channels, bytesPerS = Infinity, queueDepth = Infinity }: StationSize) {
    this.#machine = machine;
    this.#requests = requests;
    this.#client = client;
    this.#bytesPerS = bytesPerS;
    this.#queueDepth = queueDepth;
    this.#waiting = new Int32Array(requests.count);
    for (let i = 0; i < channels; i++) this.#idle.push(new Channel(this));
  }

  start(request: number): void {
    if (this.#requests.servicePs[request] === 0) {
      this.#client.finished(request);
      return;
    }
    if (this.#accepted === this.#queueDepth) {
      this.#held.push(request);
      return;
    }
    this.#accepted++;
    this.#accept(request);
  }

  /** The tag of a collected request goes to the first that is held; what was finished at once had none. */
  collected(request: number): void {
    if (this.#requests.servicePs[request] === 0) return;
    if (this.#held.length > 0) this.#accept(this.#held.shift());
    else this.#accepted--;
  }

  #accept(request: number): void {
    const channel = this.#idle.pop();
    if (channel !== undefined) {
      this.#occupy(channel, request);
      return;
    }
    this.#waiting[(this.#head + this.#count++) % this.#waiting.length] = request;
  }

  /** For its channels. */
  release(channel: Channel, request: number): void {
    if (this.#count > 0) {
      const next = this.#waiting[this.#head];
      this.#head = (this.#head + 1) % this.#waiting.length;
      this.#count--;
      this.#occupy(channel, next);
    } else {
      this.#idle.push(channel);
    }
    this.#client.finished(request);
  }

  #occupy(channel: Channel, request: number): void {
    channel.request = request;
    const { simulation } = this.#machine;
    const transferPs = transferTimePs(this.#requests.bytes[request], this.#bytesPerS);
    // A flush has no bytes, and does not wait for those of others.
    if (transferPs > 0) this.#busFreeAtPs = Math.max(this.#busFreeAtPs, simulation.now) + transferPs;
    simulation.schedule((transferPs > 0 ? this.#busFreeAtPs : simulation.now) + this.#requests.servicePs[request], channel);
  }
}

class Channel implements Timed {
  slot = -1;
  request = -1;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  fire(): void {
    this.#station.release(this, this.request);
  }
}
