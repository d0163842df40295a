import type { Row } from './chart.ts';

/** How many small multiples the rows make. */
export function panelsOf(rows: readonly Row[]): number {
  return new Set(rows.map((row) => row['hypervisor'])).size;
}
