import type { DeviceLives } from './lives.ts';

/** What was asked of every system of a device. */
export function askedOf({ operation }: DeviceLives): string {
  return `${operation[0].toUpperCase()}${operation.slice(1)}, one at a time, at the suite's profile and policy: what it waits for, step by step. Dashed arrows are interrupts on their way, solid ones changes of level or core; point at a box for its costs.`;
}
