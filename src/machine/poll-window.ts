/** How long somebody polls before sleeping, in ps; it may learn from how long the last wait was. */
export interface PollWindow {
  readonly ps: number;
  /** Told after each wait how long it was, polling included. */
  waited(ps: number): void;
}

export function fixedWindow(ps: number): PollWindow {
  return { ps, waited: () => {} };
}

export interface AdaptiveLimits {
  readonly maxPs: number;
  /** The first window after none. */
  readonly startPs: number;
  readonly grow: number;
  /** Divisor when waits are too long; 0 or 1 goes back to no polling at all. */
  readonly shrink: number;
}

/**
 * A window that grows while waits would have ended within its limit, and shrinks when they are longer:
 * the rule of `halt_poll_ns` (Linux virt/kvm/kvm_main.c) and of QEMU's `poll-max-ns` (util/aio-posix.c) alike.
 */
export class AdaptiveWindow implements PollWindow {
  ps = 0;
  readonly #limits: AdaptiveLimits;

  constructor(limits: AdaptiveLimits) {
    this.#limits = limits;
  }

  waited(ps: number): void {
    const { maxPs, startPs, grow, shrink } = this.#limits;
    if (maxPs === 0 || ps <= this.ps) return;
    if (ps > maxPs) this.ps = shrink > 1 ? Math.floor(this.ps / shrink) : 0;
    else if (this.ps < maxPs) this.ps = Math.min(maxPs, Math.max(startPs, this.ps * grow));
  }
}
