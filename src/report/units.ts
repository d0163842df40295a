import type { TrialResult } from '../experiment/results.ts';

export type ResultUnit = TrialResult['unit'];

/** What a `_us` number of such a result is called: microseconds, or thousands of instructions. */
export function durationUnit(unit: ResultUnit): string {
  return unit === 'time' ? 'µs' : 'k instr.';
}

/** What a `_per_s` number of such a result is called: 10^9 instructions stand where a second stood. */
export function rateUnit(unit: ResultUnit): string {
  return unit === 'time' ? '/s' : '/10⁹ instr.';
}
