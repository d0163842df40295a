/** How long somebody polls before sleeping, in ps; it may learn from how long the last wait was. */
export interface PollWindow {
  readonly ps: number;
  /** Told after each wait how long it was, polling included. */
  waited(ps: number): void;
}

export function fixedWindow(ps: number): PollWindow {
  return { ps, waited: () => {} };
}

/** How a window changes that stays below a limit: after a wait that it was too short for, and after one beyond the limit. */
export interface AdaptiveRule {
  readonly maxPs: number;
  grown(ps: number): number;
  shrunk(ps: number): number;
}

/** What a user can set of such a rule. */
export interface AdaptiveLimits {
  readonly maxPs: number;
  /** The first window after none. */
  readonly startPs: number;
  /** Factor, and divisor; a divisor of 0 goes back to no polling at all. */
  readonly grow: number;
  readonly shrink: number;
}

/** `halt_poll_ns` of KVM: a window below the start is none, and a factor of 0 never grows. Linux 6.1 virt/kvm/kvm_main.c grow_halt_poll_ns, shrink_halt_poll_ns. */
export function haltPolling({ maxPs, startPs, grow, shrink }: AdaptiveLimits): AdaptiveRule {
  return {
    maxPs,
    grown: (ps) => (grow === 0 ? ps : Math.max(startPs, ps * grow)),
    shrunk(ps) {
      const less = shrink === 0 ? 0 : Math.floor(ps / shrink);
      return less < startPs ? 0 : less;
    },
  };
}

/** `poll-max-ns` of QEMU: only no window at all begins at the start, and a shrunk one may lie below it. QEMU 7.2 util/aio-posix.c aio_poll. */
export function aioPolling({ maxPs, startPs, grow, shrink }: AdaptiveLimits): AdaptiveRule {
  return {
    maxPs,
    grown: (ps) => (ps === 0 ? startPs : ps * grow),
    shrunk: (ps) => (shrink === 0 ? 0 : Math.floor(ps / shrink)),
  };
}

/** A window that grows while waits end within its limit, and shrinks when they are longer. */
export class AdaptiveWindow implements PollWindow {
  ps = 0;
  readonly #rule: AdaptiveRule;

  constructor(rule: AdaptiveRule) {
    this.#rule = rule;
  }

  waited(ps: number): void {
    const { maxPs } = this.#rule;
    if (maxPs === 0 || ps <= this.ps) return;
    if (ps > maxPs) this.ps = this.#rule.shrunk(this.ps);
    else if (ps < maxPs && this.ps < maxPs) this.ps = Math.min(maxPs, this.#rule.grown(this.ps));
  }
}
