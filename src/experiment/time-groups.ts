import { costGroups } from '../machine/costs.ts';
import type { CostGroup } from '../machine/costs.ts';

/** What time is put down to: a group of costs, the device itself, elapsed time that is no cost, waiting. */
export const timeGroups = [...costGroups, 'device time', 'computing', 'polling', 'spinning', 'waiting', 'cut off'] as const;
export type TimeGroup = CostGroup | 'device time' | 'computing' | 'polling' | 'spinning' | 'waiting' | 'cut off';
