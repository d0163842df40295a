import type { Machine } from '../machine/machine.ts';
import type { Requester, Requests } from '../machine/requests.ts';
import type { Timed } from '../sim/simulation.ts';
import type { DeviceClient, DeviceModel } from './device.ts';
import { transferTimePs } from './transfer.ts';

/** A packet on its way to the peer, and its answer's back. */
class Flight implements Timed {
  slot = -1;
  request = -1;
  readonly #land: (flight: Flight) => void;

  constructor(land: (flight: Flight) => void) {
    this.#land = land;
  }

  fire(): void {
    this.#land(this);
  }
}

/** What a link and the peer at its other end take, in ps, and how many packets one acknowledgement is for. */
export interface Link {
  readonly wirePs: number;
  readonly bytesPerS: number;
  readonly peerPs: number;
  readonly answerEvery: number;
}

/**
 * A full-duplex link with a peer at its other end that answers; a peer on another machine costs time, not cores. In each
 * direction packets leave one after the other, each as long as its size takes, and arrive a flight later.
 */
export class RemotePeer implements DeviceModel {
  readonly #machine: Machine;
  readonly #requests: Requests;
  readonly #client: DeviceClient;
  readonly #link: Link;
  readonly #free: Flight[] = [];
  /** Of each sender: packets on their way, and packets that have landed without an answer. */
  readonly #senders = new Map<Requester, { flying: number; unanswered: number }>();
  #freeAtPs = 0;
  #backFreeAtPs = 0;

  constructor(machine: Machine, requests: Requests, client: DeviceClient, link: Link) {
    this.#machine = machine;
    this.#requests = requests;
    this.#client = client;
    this.#link = link;
  }

  start(request: number): void {
    const { simulation } = this.#machine;
    const { wirePs, bytesPerS, peerPs } = this.#link;
    this.#freeAtPs = Math.max(this.#freeAtPs, simulation.now) + transferTimePs(this.#requests.bytes[request], bytesPerS);
    // Packets keep their order, so that the way back is known already.
    this.#backFreeAtPs = Math.max(this.#backFreeAtPs, this.#freeAtPs + wirePs + peerPs) + transferTimePs(this.#requests.answerBytes[request], bytesPerS);
    const flight = this.#free.pop() ?? new Flight((landed) => this.#land(landed));
    flight.request = request;
    this.#of(request).flying++;
    simulation.schedule(this.#backFreeAtPs + wirePs, flight);
    this.#client.finished(request);
  }

  #land(flight: Flight): void {
    this.#free.push(flight);
    const sender = this.#of(flight.request);
    sender.flying--;
    sender.unanswered++;
    const carriesData = this.#requests.answerBytes[flight.request] > 0;
    if (!carriesData && sender.unanswered < this.#link.answerEvery && sender.flying > 0) return;
    sender.unanswered = 0;
    this.#client.arrived(flight.request);
  }

  #of(request: number): { flying: number; unanswered: number } {
    const requester = this.#requests.requesters[request];
    let sender = this.#senders.get(requester);
    if (sender === undefined) {
      sender = { flying: 0, unanswered: 0 };
      this.#senders.set(requester, sender);
    }
    return sender;
  }
}
