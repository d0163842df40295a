import type { Requester, Requests } from '../machine/requests.ts';
import { Fifo } from '../sim/fifo.ts';

/** Packets that were sent and not yet answered: an answer acknowledges all that its sender sent before, as TCP does. */
export class Unanswered {
  readonly #requests: Requests;
  readonly #bySender = new Map<Requester, Fifo>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  sent(request: number): void {
    const sender = this.#requests.requesters[request];
    let list = this.#bySender.get(sender);
    if (list === undefined) {
      list = new Fifo();
      this.#bySender.set(sender, list);
    }
    list.push(request);
  }

  /** Completes what a packet acknowledges; true when that woke somebody. */
  answered(request: number): boolean {
    const sender = this.#requests.requesters[request];
    const list = this.#bySender.get(sender);
    let woken = false;
    for (let done = -1; done !== request; ) {
      done = list?.shift() ?? -1;
      if (done < 0) throw new Error(`an answer to packet ${request}, which was not sent`);
      woken = sender.completed(done) || woken;
    }
    return woken;
  }
}
