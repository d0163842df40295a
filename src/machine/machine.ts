import type { Simulation } from '../sim/simulation.ts';
import type { Core } from './core.ts';
import type { InterruptPaths } from './interrupt.ts';
import type { Moment, Observer } from './observer.ts';
import type { Path, Tariff } from './path.ts';
import type { Process, Thread } from './thread.ts';
import type { ExitWeight, Vcpu } from './vcpu.ts';

export interface WakePaths {
  readonly local: Path;
  readonly busyCore: Path;
  readonly idleCore: Path;
}

/** The paths that the machine itself charges, whatever the backend. */
export interface MachinePaths {
  /** What the waker pays, by where the woken thread's core is. */
  readonly wake: WakePaths;
  readonly wakeVcpu: WakePaths;
  /** The IPI that makes another core look at its run queue. */
  readonly reschedule: InterruptPaths;
  readonly rescheduleVcpu: InterruptPaths;
  /** A guest is left because another thread gets its core. */
  readonly preempted: Path;
  readonly idleExit: Path;
  readonly wfiWake: Path;
  /** Entering a guest after an exit of each weight: [plain, flushing, folding, both]. */
  readonly enter: Readonly<Record<ExitWeight, readonly Path[]>>;
  switchBetween(from: Thread | null, to: Thread | null): Path;
}

/** Cores, clock, prices and the paths of a hypervisor, put together for one trial. */
export class Machine {
  readonly simulation: Simulation;
  readonly tariff: Tariff;
  readonly paths: MachinePaths;
  readonly cores: Core[] = [];
  /** From the sending of an SGI until it is pending at the other core. */
  readonly flightPs: number;
  /** How long a thread keeps a core that others want. */
  readonly slicePs: number;
  /** What a guest does that has nothing to do. */
  readonly idle: (vcpu: Vcpu) => Process;
  running: Core | null = null;
  /** Who is told of what happens; set before there are cores. */
  observer: Observer | null = null;

  constructor(simulation: Simulation, tariff: Tariff, paths: MachinePaths, slicePs: number, idle: (vcpu: Vcpu) => Process) {
    this.simulation = simulation;
    this.tariff = tariff;
    this.paths = paths;
    this.flightPs = tariff.price('ipi_flight');
    this.slicePs = slicePs;
    this.idle = idle;
  }

  /** For the observer: now, and who acts. */
  get moment(): Moment {
    return { atPs: this.simulation.now, by: this.running };
  }

  /** The core whose thread or interrupt handler acts now. */
  runningCore(): Core {
    if (this.running === null) throw new Error(`nobody runs who could pay for this, at ${this.simulation.now} ps`);
    return this.running;
  }
}
