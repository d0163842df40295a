import type { HandOver } from '../machine/observer.ts';
import type { Thread } from '../machine/thread.ts';
import { exitReasonOf } from './exit-reason.ts';
import type { ExitReason } from './exit-reason.ts';
import { runOnce, warmUp } from './run.ts';
import type { TrialSpec } from './spec.ts';
import { TraceWindow } from './trace-window.ts';
import type { TracedSpan, TraceListener } from './trace-window.ts';

/** How often and how long guests were left for one reason, from the trapped instruction to the return into the guest; in ps. */
export interface ExitTimes {
  readonly reason: ExitReason;
  readonly samples: number;
  readonly totalPs: number;
  readonly minPs: number;
  readonly maxPs: number;
  readonly meanPs: number;
  /** Standard error of the mean, as a share of it. */
  readonly relativeError: number;
}

/** The exits of the first replication of a trial, most frequent first; an exit that the ends of the measuring cut is left out. */
export function exitTimes(spec: TrialSpec): readonly ExitTimes[] {
  const table = new ExitTable();
  const window = new TraceWindow(table, { warm: warmUp(spec.requests, Number(spec.params['topology.guests'])), requests: spec.requests, limit: Infinity });
  const { machine, toPs } = runOnce(spec, spec.seed, window);
  window.end(machine, toPs);
  return table.times();
}

/** An exit that is being handled; the path that follows says what for. */
interface Open {
  readonly sincePs: number;
  reason: ExitReason | null;
}

class ExitTable implements TraceListener {
  readonly written = 0;
  readonly #open = new Map<Thread, Open>();
  readonly #samples = new Map<ExitReason, number[]>();

  span({ thread, path, whole, fromPs, toPs }: TracedSpan): void {
    const reason = path === null || !whole ? null : exitReasonOf(path);
    if (reason === null) return;
    const open = thread === null ? undefined : this.#open.get(thread);
    if (open === undefined) this.#add(reason, toPs - fromPs);
    else if (open.reason === null) open.reason = reason;
  }

  handedOver(handOver: HandOver): void {
    if (handOver.what === 'guest left') this.#open.set(handOver.vcpu.thread, { sincePs: handOver.atPs, reason: null });
    else if (handOver.what === 'guest entered') {
      const { thread } = handOver.vcpu;
      const open = this.#open.get(thread);
      this.#open.delete(thread);
      if (open !== undefined && open.reason !== null) this.#add(open.reason, handOver.atPs - open.sincePs);
    }
  }

  step(): void {}
  request(): void {}
  passed(): void {}

  times(): readonly ExitTimes[] {
    return [...this.#samples].map(([reason, all]) => timesOf(reason, all)).sort((a, b) => b.samples - a.samples || b.totalPs - a.totalPs);
  }

  #add(reason: ExitReason, ps: number): void {
    const samples = this.#samples.get(reason) ?? [];
    this.#samples.set(reason, samples);
    samples.push(ps);
  }
}

function timesOf(reason: ExitReason, all: readonly number[]): ExitTimes {
  const samples = all.length;
  const totalPs = all.reduce((sum, ps) => sum + ps, 0);
  const meanPs = totalPs / samples;
  const variance = samples < 2 ? 0 : all.reduce((sum, ps) => sum + (ps - meanPs) * (ps - meanPs), 0) / (samples - 1);
  return {
    reason, samples, totalPs, meanPs, minPs: all.reduce((least, ps) => Math.min(least, ps), Infinity), maxPs: all.reduce((most, ps) => Math.max(most, ps), 0),
    relativeError: meanPs === 0 ? 0 : Math.sqrt(variance / samples) / meanPs,
  };
}
