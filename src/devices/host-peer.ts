import type { Machine } from '../machine/machine.ts';
import type { Requests } from '../machine/requests.ts';
import { Signal } from '../machine/signal.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import { repeat } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { DeviceClient, DeviceModel, HostProcess } from './device.ts';

/**
 * A peer process on the host itself, behind the tap: its TCP work and its system calls need a core of the host. It
 * waits in recv() for what carries data, answers by send() where the answer does, and leaves acknowledgements to TCP.
 */
export class HostPeer implements DeviceModel {
  readonly #client: DeviceClient;
  readonly #requests: Requests;
  readonly #bell: Signal;
  readonly #thread: Thread;
  readonly #queue: number[] = [];
  readonly #received: SizedPaths;
  readonly #answers: SizedPaths;
  readonly #sent: SizedPaths;
  readonly #waits: SizedPaths;

  /** `packets` says in how many an answer of so many bytes goes to the tap. */
  constructor(machine: Machine, requests: Requests, client: DeviceClient, { core, venue }: HostProcess, packets: (bytes: number) => number) {
    const { tariff } = machine;
    const { kernel: h, syscall, sysreturn } = venue;
    const called = [...syscall, h('vfs_rw')];
    this.#client = client;
    this.#requests = requests;
    this.#bell = new Signal(machine);
    this.#received = new SizedPaths(tariff, 'peer process: received', (bytes) => [h('host_tcp_recv'), ...(bytes > 0 ? [h('copy_per_byte_l2'), ...sysreturn] : [])]);
    this.#answers = new SizedPaths(tariff, 'peer process: answer', (bytes) => [
      ...(bytes > 0 ? [...called, h('copy_per_byte_l2')] : []), h('host_tcp_send'), repeat(packets(bytes), h('host_net_rx')),
    ]);
    this.#sent = new SizedPaths(tariff, 'peer process: sent', (bytes) => (bytes > 0 ? sysreturn : []));
    this.#waits = new SizedPaths(tariff, 'peer process: waits', (bytes) => (bytes > 0 ? called : []));
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
    const thread = this.#thread;
    for (;;) {
      thread.wait(this.#bell);
      yield;
      for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
        const bytes = this.#requests.bytes[request];
        const answerBytes = this.#requests.answerBytes[request];
        thread.run(this.#received.of(bytes), bytes);
        yield;
        thread.run(this.#answers.of(answerBytes), answerBytes);
        yield;
        this.#client.arrived(request);
        thread.run(this.#sent.of(answerBytes));
        yield;
        thread.run(this.#waits.of(bytes));
        yield;
      }
    }
  }
}
