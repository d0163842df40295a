import type { Core } from '../machine/core.ts';
import type { Path } from '../machine/path.ts';
import { Signal } from '../machine/signal.ts';
import { repeatAll } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import { Fifo } from '../sim/fifo.ts';
import type { Front, Plan } from './backend.ts';
import type { Bell } from './kick.ts';
import { drain } from './loops.ts';
import type { Port } from './port.ts';
import { buildQueues } from './virtio-queues.ts';
import type { WorkerKind } from './virtio-worker.ts';
import { workerPaths } from './worker-paths.ts';

/** The queues of one device, as the thread that serves many sees them. */
interface Client {
  readonly index: number;
  /** It is in the line of those that have something. */
  waits: boolean;
  /** The last turn found something. */
  busy: boolean;
  /** One turn over its queues. */
  turn: Process;
}

/**
 * One thread on a core that serves the devices of many guests: a reactor of SPDK, a worker of ELVIS (Har'El and others,
 * USENIX ATC 2013). Who has something stands in line and gets one turn at a time. A kernel thread finds the line as its
 * work list; one that polls has to look at every ring to find it.
 */
export class SharedWorker {
  static readonly #known = new WeakMap<Core, Map<string, SharedWorker>>();

  readonly #kind: WorkerKind;
  readonly #thread: Thread;
  readonly #bell: Signal;
  readonly #clients: Client[] = [];
  /** Who has something, by index. */
  readonly #line = new Fifo();
  readonly #plan: Plan;
  readonly #between: Path;
  /** Rings that it looks at. */
  #rings = 0;

  /** The thread of a kind on a core. */
  static on(plan: Plan, core: Core, kind: WorkerKind): SharedWorker {
    const here = SharedWorker.#known.get(core) ?? new Map<string, SharedWorker>();
    SharedWorker.#known.set(core, here);
    const worker = here.get(kind.name) ?? new SharedWorker(plan, core, kind);
    here.set(kind.name, worker);
    return worker;
  }

  private constructor(plan: Plan, core: Core, kind: WorkerKind) {
    this.#kind = kind;
    this.#plan = plan;
    this.#bell = new Signal(plan.machine);
    this.#thread = new Thread(`${kind.name} of ${core.name}`, core, kind.name);
    this.#between = plan.machine.tariff.path(`${kind.name} goes over to another device`, kind.between ?? []);
    this.#thread.push(this.#serve());
    core.enqueue(this.#thread);
  }

  /** Serves the device of one more guest; the driver's half of each of its queues. */
  serve(plan: Plan, core: Core, kind: WorkerKind): readonly Front[] {
    const all: Port[] = [];
    const client: Client = { index: this.#clients.length, waits: false, busy: false, turn: this.#turns(all, () => client) };
    this.#clients.push(client);
    const bell = new ClientBell(client, this.#line, this.#bell);
    const { fronts, ports } = buildQueues(plan, {
      ...kind,
      watcher: bell,
      kick: (own, receives) => kind.kick(bell, core, own, receives),
      device: (of) => kind.device(of),
      tell: () => bell.raise(),
    });
    all.push(...ports);
    this.#rings += ports.length;
    if (!kind.asksForKicks) for (const port of ports) port.disableKicks();
    return fronts;
  }

  #turns(ports: readonly Port[], client: () => Client): Process {
    const { weight, asksForKicks } = this.#kind;
    const kicks = asksForKicks ? { kicks: workerPaths(this.#plan.machine.tariff, this.#kind) } : {};
    return drain({ thread: this.#thread, ports, weight, ...kicks, turned: (busy) => (client().busy = busy) });
  }

  *#serve(): Process {
    const { machine: { tariff, simulation } } = this.#plan;
    const { window, pollStretch, look, noticed, asksForKicks, name } = this.#kind;
    const { woken, sleep } = workerPaths(this.#plan.machine.tariff, this.#kind);
    const line = this.#line;
    const clients = this.#clients;
    const thread = this.#thread;
    const bell = this.#bell;
    // Whoever polls looks at all rings in turn: half of them come before the one where something is, and all others before it has a turn again.
    const [before, others] = asksForKicks ? [1, 0] : [Math.ceil(this.#rings / 2), this.#rings - 1];
    const finds = tariff.path(`${name} notices`, [...repeatAll(before, look), ...noticed]);
    const turns = tariff.path(`${name} looks at the other rings`, repeatAll(others, look));
    let last: Client | null = null;
    for (;;) {
      const sincePs = simulation.now;
      if (line.length === 0 && window.ps > 0) {
        thread.poll(bell, window.ps, pollStretch);
        yield;
        thread.run(finds);
        yield;
      }
      if (line.length === 0) {
        thread.run(sleep);
        yield;
        thread.wait(bell);
        yield;
        thread.run(woken);
        yield;
        last = line.length > 0 ? clients[line.first] : null;
      }
      window.waited(simulation.now - sincePs);
      for (let due = line.length; due > 0; due--) {
        const client = clients[line.shift()];
        client.waits = false;
        if (last !== client && last !== null && this.#between.steps.length > 0) {
          thread.run(this.#between);
          yield;
        }
        last = client;
        thread.call(client.turn);
        yield;
        if (client.busy) standInLine(client, line);
      }
      if (line.length === 0) {
        bell.clear();
      } else if (others > 0) {
        thread.run(turns);
        yield;
      }
    }
  }
}

/** What is rung for one client: rings the bell of all, and says for whom. */
class ClientBell implements Bell {
  readonly #client: Client;
  readonly #line: Fifo;
  readonly #bell: Signal;

  constructor(client: Client, line: Fifo, bell: Signal) {
    this.#client = client;
    this.#line = line;
    this.#bell = bell;
  }

  get wanted(): boolean {
    return this.#bell.wanted;
  }

  raise(): void {
    standInLine(this.#client, this.#line);
    this.#bell.raise();
  }

  notice(): void {
    standInLine(this.#client, this.#line);
    this.#bell.notice();
  }
}

function standInLine(client: Client, line: Fifo): void {
  if (client.waits) return;
  client.waits = true;
  line.push(client.index);
}
