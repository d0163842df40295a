/**
 * A producer and a consumer on cores of their own with a ring between, each told by the other only when it sleeps: the
 * notification model of Rizzo, Garzarella, Lettieri and Maffione (A Study of I/O Performance of Virtual Machines, and
 * ANCS 2016). Times in whatever unit, all the same.
 */
export interface Notified {
  /** Work of each side for an item (Wp, Wc). */
  readonly produce: number;
  readonly consume: number;
  /** What each side pays to notify the other (Np, Nc). */
  readonly kick: number;
  readonly call: number;
  /** From there until the other side runs: the producer (Sp), the consumer (Sc). */
  readonly startProducer: number;
  readonly startConsumer: number;
  /** Items that the ring holds (L). */
  readonly ring: number;
  /** Items after which the sleeping consumer is kicked (Kp), and free places after which the sleeping producer is called (Kc). */
  readonly kickAfter: number;
  readonly callAfter: number;
}

export type Regime = 'fast consumer' | 'fast producer' | 'fast consumer, slow to start' | 'fast producer, slow to start' | 'both slow to start' | 'even';

/** The steady state: time and notifications per item. */
export interface Steady {
  readonly regime: Regime;
  readonly timePerItem: number;
  readonly kicksPerItem: number;
  readonly callsPerItem: number;
}

/** The closed formulas of the model, which hold but for the few items next to a step of `batch`. */
export function steadyState(model: Notified): Steady {
  const { produce: wp, consume: wc, kick: np, call: nc, startProducer: sp, startConsumer: sc, ring: l, kickAfter: kp, callAfter: kc } = model;
  const slowConsumer = sc + wc > (l - kp) * wp;
  const slowProducer = sp + wp > (l - kc) * wc;
  if (slowConsumer && slowProducer) return { regime: 'both slow to start', timePerItem: (kp * wp + kc * wc + np + nc + sp + sc) / l, kicksPerItem: 1 / l, callsPerItem: 1 / l };
  if (wc < wp) {
    if (!slowConsumer) {
      const batch = Math.floor((sc + (kp - 1) * wc) / (wp - wc)) + kp;
      return { regime: 'fast consumer', timePerItem: wp + np / batch, kicksPerItem: 1 / batch, callsPerItem: 0 };
    }
    const left = Math.floor(((l - kc) * wc - sp - wp) / (wp - wc)) + 1;
    return { regime: 'fast consumer, slow to start', timePerItem: (sc + kc * wc + nc + sp + (left + kp) * wp + np) / (l + left), kicksPerItem: 1 / (l + left), callsPerItem: 1 / (l + left) };
  }
  if (wp < wc) {
    if (!slowProducer) {
      const batch = Math.floor((sp + (kc - 1) * wp) / (wc - wp)) + kc;
      return { regime: 'fast producer', timePerItem: wc + nc / batch, kicksPerItem: 0, callsPerItem: 1 / batch };
    }
    const left = Math.floor(((l - kp) * wp - sc - wc) / (wc - wp)) + 1;
    return { regime: 'fast producer, slow to start', timePerItem: (sp + kp * wp + np + sc + (left + kc) * wc + nc) / (l + left), kicksPerItem: 1 / (l + left), callsPerItem: 1 / (l + left) };
  }
  return { regime: 'even', timePerItem: wp, kicksPerItem: 0, callsPerItem: 0 };
}

/** Time per item where both sides poll. */
export const pollingTimePerItem = ({ produce, consume }: Notified): number => Math.max(produce, consume);

/** Rings from which on neither side waits for the other to start: for the consumer, for the producer. */
export function criticalRings({ produce, consume, startProducer, startConsumer, kickAfter, callAfter }: Notified): { readonly consumer: number; readonly producer: number } {
  return {
    consumer: 1 + kickAfter + Math.floor((startConsumer + consume) / produce),
    producer: 1 + callAfter + Math.floor((startProducer + produce) / consume),
  };
}

/** Latency of one item of a system that is idle otherwise, from the begin of its production: notified, and polled for. */
export function idleLatency({ produce, consume, kick, startConsumer }: Notified): { readonly notified: number; readonly polled: number } {
  return { notified: produce + kick + startConsumer + consume, polled: produce + consume };
}
