import type { Core } from '../machine/core.ts';
import type { Machine } from '../machine/machine.ts';
import type { Path } from '../machine/path.ts';
import type { Requester, Requests } from '../machine/requests.ts';
import { Signal } from '../machine/signal.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Timed } from '../sim/simulation.ts';
import type { DeviceClient, DeviceModel } from './device.ts';
import { transferTimePs } from './transfer.ts';

/** A packet on its way to the peer, and its answer's back. */
class Flight implements Timed {
  request = -1;
  readonly #land: (flight: Flight) => void;

  constructor(land: (flight: Flight) => void) {
    this.#land = land;
  }

  fire(): void {
    this.#land(this);
  }
}

/** What a link and the peer at its other end take, in ps, and how many packets one answer acknowledges. */
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
    if (sender.unanswered < this.#link.answerEvery && sender.flying > 0) return;
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

/** A peer process on the host itself, behind the tap: its TCP work needs a core of the host. */
export class HostPeer implements DeviceModel {
  readonly #client: DeviceClient;
  readonly #bell: Signal;
  readonly #thread: Thread;
  readonly #work: Path;
  readonly #queue: number[] = [];

  constructor(machine: Machine, client: DeviceClient, core: Core, work: Path) {
    this.#client = client;
    this.#bell = new Signal(machine);
    this.#work = work;
    this.#thread = new Thread('peer process', core, 'peer');
    this.#thread.push(this.#serve());
    core.enqueue(this.#thread);
  }

  start(request: number): void {
    this.#queue.push(request);
    this.#bell.raise();
    this.#client.finished(request);
  }

  *#serve(): Process {
    for (;;) {
      this.#thread.wait(this.#bell);
      yield;
      for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
        this.#thread.run(this.#work);
        yield;
        this.#client.arrived(request);
      }
    }
  }
}
