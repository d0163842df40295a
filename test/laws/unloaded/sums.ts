import { pricesPs } from '../../../src/experiment/prices.ts';
import { hypervisors } from '../../../src/hypervisors/index.ts';
import type { HypervisorId } from '../../../src/hypervisors/index.ts';
import type { HypervisorSteps } from '../../../src/hypervisors/hypervisor.ts';
import type { CostId } from '../../../src/machine/costs.ts';
import type { Steps } from '../../../src/machine/step.ts';
import { labProfile } from '../../specimen.ts';

/** Prices of the profile that the law is tested with, and sums of them, in ps. */
export const price = pricesPs(labProfile('neoverse-n1'), {});
export const ps = (...costs: readonly CostId[]): number => costs.reduce((sum, cost) => sum + price(cost), 0);
export const of = (...lists: readonly Steps[]): number => lists.flat().reduce((sum, { cost, times }) => sum + times * price(cost), 0);
export const total = (...parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0);

export const stepsOf = (id: HypervisorId, gicv4 = false): HypervisorSteps => hypervisors[id].steps({ gic: 'v3', era: 'recent', idle: 'shallow', gicv4 });

/** A cache line from another core, and an SGI on its way. */
export const line = price('cacheline_transfer_near');
export const flight = price('ipi_flight');
