import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import { Errand } from '../machine/errand.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { InterruptModeration } from '../machine/interrupt-moderation.ts';
import type { InterruptSteps } from '../machine/interrupt.ts';
import type { Steps } from '../machine/step.ts';
import { Fifo } from '../sim/fifo.ts';
import type { Plan } from './backend.ts';
import { moderated } from './moderated.ts';

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

  constructor(plan: Plan, core: Core, irq: InterruptSteps, perItem: Steps, client: DeviceClient) {
    const { machine, device } = plan;
    const { tariff } = machine;
    this.#plan = plan;
    this.#client = client;
    const another = tariff.path('device interrupt, another completion', perItem);
    this.#another = new Errand(() => another, (core) => this.#tellOne(core));
    this.#delayPs = tariff.price('dev_irq_delay');
    this.#interrupt = new Interrupt(
      machine,
      core,
      { inGuest: tariff.path('device interrupt in guest', [...irq.inGuest, ...perItem]), inHost: tariff.path('device interrupt', [...irq.inHost, ...perItem]) },
      () => this.#tellOne(core),
    );
    this.#moderation = moderated(plan, () => this.#interrupt.raise(this.#delayPs));
    this.#device = device.model(machine, plan.requests, this, plan.params, plan.hostCores.at(-1) ?? null);
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
