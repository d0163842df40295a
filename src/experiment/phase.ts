import type { RequestStage } from '../machine/observer.ts';

/** The phases of a request's life, in order, by which systems are compared. */
export const phases = ['submit', 'kick', 'back end', 'device', 'completion', 'delivery'] as const;
export type Phase = (typeof phases)[number];

/** The phase that ends with a step of a request's life. */
export function phaseOf(until: RequestStage): Phase {
  switch (until) {
    case 'published':
      return 'submit';
    case 'taken':
      return 'kick';
    case 'submitted':
      return 'back end';
    case 'finished':
    case 'arrived':
      return 'device';
    case 'used':
      return 'completion';
    default:
      return 'delivery';
  }
}
