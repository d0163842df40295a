import type { Machine } from '../machine/machine.ts';
import type { Requests } from '../machine/requests.ts';
import type { Timed } from '../sim/simulation.ts';
import type { DeviceClient, DeviceModel } from './device.ts';
import { transferTimePs } from './transfer.ts';

/**
 * A device with a number of channels, a queue in front of them and one bus that they share. A request in a channel has
 * the bus for its bytes, in its turn, and then takes the time that was drawn for it; with none it is done at once, bus
 * and all. Reads have the bus first too: their sum is the same, and the bus never waits for a slow one.
 */
export class Station implements DeviceModel {
  readonly #requests: Requests;
  readonly #client: DeviceClient;
  readonly #idle: Channel[] = [];
  readonly #machine: Machine;
  readonly #waiting: Int32Array;
  readonly #bytesPerS: number;
  #busFreeAtPs = 0;
  #head = 0;
  #count = 0;

  constructor(machine: Machine, requests: Requests, client: DeviceClient, channels: number, bytesPerS = Infinity) {
    this.#machine = machine;
    this.#requests = requests;
    this.#client = client;
    this.#bytesPerS = bytesPerS;
    this.#waiting = new Int32Array(requests.count);
    for (let i = 0; i < channels; i++) this.#idle.push(new Channel(this));
  }

  start(request: number): void {
    if (this.#requests.servicePs[request] === 0) {
      this.#client.finished(request);
      return;
    }
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
  request = -1;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  fire(): void {
    this.#station.release(this, this.request);
  }
}
