import type { RequestStage } from '../machine/observer.ts';

/** The phases of a request's life, in order, by which systems are compared. */
export const phases = ['submit', 'kick', 'back end', 'device', 'completion', 'delivery'] as const;
export type Phase = (typeof phases)[number];

/** The phase between two steps of a request's life. Where no device is given anything, the accesses of the driver themselves are what is served. */
export function phaseOf({ from, until }: { readonly from: RequestStage; readonly until: RequestStage }): Phase {
  if (from === 'published' && until === 'completed') return 'back end';
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
