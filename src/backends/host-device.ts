import type { Answer, DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import { Errand } from '../machine/errand.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { InterruptModeration } from '../machine/interrupt-moderation.ts';
import type { InterruptPaths, InterruptSteps } from '../machine/interrupt.ts';
import type { Path } from '../machine/path.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import type { Steps } from '../machine/step.ts';
import { Fifo } from '../sim/fifo.ts';
import { answerOf, peerOf, single } from './answer.ts';
import type { Plan } from './backend.ts';
import { moderated } from './moderated.ts';

/** What taking a completion costs: of a request, or of an answer of some size. */
interface ItemPaths {
  readonly finished: Path;
  readonly arrived: SizedPaths;
}

/** Asked anew for each completion. A class, because an accessor of an object literal makes a slow object (V8's dictionary mode). */
class PathsOfNext implements InterruptPaths {
  readonly #inGuest: () => Path;
  readonly #inHost: () => Path;

  constructor(inGuest: () => Path, inHost: () => Path) {
    this.#inGuest = inGuest;
    this.#inHost = inHost;
  }

  get inGuest(): Path {
    return this.#inGuest();
  }

  get inHost(): Path {
    return this.#inHost();
  }
}

/**
 * A real device that some core takes the interrupts of: what finishes later is told to the client by its interrupt,
 * on that core; what finishes at once is told at once. Completions that meet a pending interrupt share it, and it
 * collects them for the device's driver.
 */
export class HostDevice implements DeviceClient {
  readonly model: DeviceModel;
  readonly #plan: Plan;
  readonly #client: DeviceClient;
  readonly #interrupt: Interrupt;
  readonly #another: Errand;
  readonly #delayPs: number;
  readonly #device: DeviceModel;
  readonly #moderation: InterruptModeration;
  readonly #finished = new Fifo();
  readonly #arrived = new Fifo();

  constructor(plan: Plan, core: Core, irq: InterruptSteps, perItem: (answer: Answer) => Steps, client: DeviceClient) {
    const { machine, device } = plan;
    const { tariff } = machine;
    this.#plan = plan;
    this.#client = client;
    const paths = (name: string, first: Steps): ItemPaths => ({
      finished: tariff.path(name, [...first, ...perItem(single)]),
      arrived: new SizedPaths(tariff, name, (bytes) => [...first, ...perItem(answerOf(plan, bytes))]),
    });
    const inGuest = paths('device interrupt in guest', irq.inGuest);
    const inHost = paths('device interrupt', irq.inHost);
    const another = paths('device interrupt, another completion', []);
    const next = (of: ItemPaths): Path => this.#next(of);
    this.#another = new Errand(() => next(another), (core) => this.#tellOne(core));
    this.#delayPs = tariff.price('dev_irq_delay');
    this.#interrupt = new Interrupt(
      machine,
      core,
      new PathsOfNext(() => next(inGuest), () => next(inHost)),
      () => this.#tellOne(core),
    );
    this.#moderation = moderated(plan, () => this.#interrupt.raise(this.#delayPs));
    this.#device = device.model(machine, plan.requests, this, plan.params, peerOf(plan));
    this.model = { start: (request) => this.#device.start(request) };
  }

  finished(request: number): void {
    if (this.#plan.machine.running !== null) this.#client.finished(request);
    else this.#byInterrupt(this.#finished, request);
  }

  arrived(request: number): void {
    if (this.#plan.machine.running !== null) this.#client.arrived(request);
    else this.#byInterrupt(this.#arrived, request);
  }

  /** The path of what is told next. */
  #next({ finished, arrived }: ItemPaths): Path {
    return this.#finished.length > 0 || this.#arrived.length === 0 ? finished : arrived.of(this.#plan.requests.answerBytes[this.#arrived.first]);
  }

  #byInterrupt(list: Fifo, request: number): void {
    list.push(request);
    this.#moderation.completed();
  }

  #tellOne(core: Core): void {
    if (this.#finished.length > 0) {
      const request = this.#finished.shift();
      this.#device.collected?.(request);
      this.#client.finished(request);
    } else if (this.#arrived.length > 0) this.#client.arrived(this.#arrived.shift());
    if (this.#finished.length + this.#arrived.length > 0) core.owe(this.#another);
    else this.#moderation.drained();
  }
}
