import { Core } from '../../src/machine/core.ts';
import type { CostId } from '../../src/machine/costs.ts';
import type { InterruptPaths } from '../../src/machine/interrupt.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { MachinePaths } from '../../src/machine/machine.ts';
import { Tariff } from '../../src/machine/path.ts';
import type { Path } from '../../src/machine/path.ts';
import { Signal } from '../../src/machine/signal.ts';
import { hostUser, repeat } from '../../src/machine/step.ts';
import { stretches } from '../../src/machine/stretch.ts';
import { Thread } from '../../src/machine/thread.ts';
import type { Process } from '../../src/machine/thread.ts';
import { Vcpu } from '../../src/machine/vcpu.ts';
import type { VirtualInterrupt } from '../../src/machine/vcpu.ts';
import { Simulation } from '../../src/sim/simulation.ts';

/** The only two costs of the tiny machine itself, in ps: its paths take `smp_mb` as often as they last. */
const ownPrices: Prices = { smp_mb: 1, ipi_flight: 500 };

export type Prices = Partial<Record<CostId, number>>;

export interface TinyOptions {
  readonly slicePs?: number;
  readonly idle?: (vcpu: Vcpu) => Process;
  /** Of the costs in the lists of a hypervisor, in ps; every other is 0. */
  readonly prices?: Prices;
}

/** A machine in which every path has a price that is written here, in ps, so that a test can say when things happen. */
export class TinyMachine {
  readonly machine: Machine;
  /** What happened, as `time what`. */
  readonly log: string[] = [];

  constructor({ slicePs = 1000, idle = nothingToDo, prices = {} }: TinyOptions = {}) {
    const all: Prices = { ...ownPrices, ...prices };
    const tariff = new Tariff((cost) => all[cost] ?? 0);
    const path = (name: string, ps: number): Path => priced(tariff, name, ps);
    const interrupt = (name: string, inGuest: number, inHost: number): InterruptPaths => ({ inGuest: path(`${name} in guest`, inGuest), inHost: path(name, inHost) });
    const toIdle = path('switch to idle', 5);
    const fromIdle = path('switch from idle', 6);
    const between = path('switch', 9);
    const paths: MachinePaths = {
      wake: { local: path('wake', 30), busyCore: path('wake on a busy core', 40), idleCore: path('wake on an idle core', 50) },
      wakeVcpu: { local: path('wake a vCPU', 130), busyCore: path('wake a vCPU on a busy core', 140), idleCore: path('wake a vCPU on an idle core', 150) },
      reschedule: interrupt('reschedule', 25, 20),
      rescheduleVcpu: interrupt('reschedule for a vCPU', 27, 22),
      preempted: path('guest preempted', 60),
      idleExit: path('idle exit', 70),
      wfiWake: path('WFI ends', 8),
      // Each entry: plain, with a flush (+10), with a fold (+1), with both.
      enter: {
        el2: [80, 90, 81, 91].map((ps) => path('enter from EL2', ps)),
        kernel: [100, 110, 101, 111].map((ps) => path('enter from the kernel', ps)),
        user: [200, 210, 201, 211].map((ps) => path('enter from the VMM', ps)),
      },
      switchBetween: (from, to) => (from === null ? fromIdle : to === null ? toIdle : between),
    };
    this.machine = new Machine(new Simulation(), tariff, paths, slicePs, idle);
  }

  get now(): number {
    return this.machine.simulation.now;
  }

  core(name = 'core'): Core {
    const core = new Core(name, this.machine);
    this.machine.cores.push(core);
    return core;
  }

  /** A path of a literal price. */
  path(ps: number, name = `${ps} ps`): Path {
    return priced(this.machine.tariff, name, ps);
  }

  interruptPaths(inGuest: number, inHost: number): InterruptPaths {
    return { inGuest: this.path(inGuest), inHost: this.path(inHost) };
  }

  note(what: string): void {
    this.log.push(`${this.now} ${what}`);
  }

  /** A thread that does something and then sleeps for ever, ready on its core before the simulation runs. */
  thread(core: Core, name: string, body: (thread: Thread) => Process, background = false): Thread {
    const thread = new Thread(name, core, name, background);
    thread.push(thenSleep(thread, body(thread)));
    core.enqueue(thread);
    return thread;
  }

  /** A vCPU, ready on its core, whose guest runs one task. */
  vcpu(core: Core, name: string, body: (vcpu: Vcpu) => Process): Vcpu {
    const vcpu = new Vcpu(name, new Thread(name, core, name));
    vcpu.wake({ process: body(vcpu), ready: false });
    core.enqueue(vcpu.thread);
    return vcpu;
  }

  /** A virtual interrupt whose handler notes when it begins and lasts as long as said. */
  line(name: string, handlerPs: number): VirtualInterrupt {
    const path = this.path(handlerPs);
    const lab = this;
    return {
      name,
      *handler({ thread }) {
        lab.note(`${name} begins`);
        thread.run(path);
        yield;
      },
    };
  }

  /** Does something at a time, as hardware does: on no core. */
  at(ps: number, does: () => void): void {
    this.machine.simulation.schedule(ps, { fire: does });
  }

  /** Runs to the last event and says what was noted. */
  run(): readonly string[] {
    this.machine.simulation.run();
    return this.log;
  }

  /** Runs up to a time that lies before the last event. */
  runTo(ps: number): readonly string[] {
    this.at(ps, () => this.machine.simulation.stop());
    return this.run();
  }
}

function priced(tariff: Tariff, name: string, ps: number): Path {
  return tariff.path(name, [repeat(ps, hostUser('smp_mb'))]);
}

/** What a core has done, by the names of its paths and stretches: visits, and elapsed time. */
export function ledgerOf({ machine, meter: { ledger } }: Core): Readonly<Record<string, number>> {
  const done: Record<string, number> = {};
  for (const { id, name } of machine.tariff.paths) if (ledger.visits[id] > 0) done[name] = (done[name] ?? 0) + ledger.visits[id];
  for (const { id, name } of stretches) if (ledger.elapsedPs[id] > 0) done[name] = ledger.elapsedPs[id];
  return done;
}

/** Visits times price, and the elapsed stretches: a core's busy time by its ledger. */
export function busyPs({ machine, meter: { ledger } }: Core): number {
  const visited = machine.tariff.paths.reduce((sum, { id, fixedPs, bytePs }) => sum + ledger.visits[id] * fixedPs + ledger.bytes[id] * bytePs, 0);
  return visited + ledger.elapsedPs.reduce((sum, ps) => sum + ps, 0);
}

/** A guest with nothing to do sleeps in its WFI. */
function* nothingToDo({ thread, hasWork }: Vcpu): Process {
  if (hasWork) return;
  thread.wfi();
  yield;
}

/** A body, and sleep for ever after it: a thread has no end. */
function* thenSleep(thread: Thread, body: Process): Process {
  yield* body;
  thread.wait(new Signal(thread.core.machine));
  yield;
}
