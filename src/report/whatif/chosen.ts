import type { Entry } from '../entry.ts';
import { isVirtio } from '../verdict.ts';

/** As many systems as can be simulated while a hand drags. */
const MOST_SYSTEMS = 8;

/**
 * Which systems of a point are simulated again, in the order of the report: those that the reader chose, else the baseline,
 * the best virtio back end that ships on each hypervisor, others that ship, and the rest.
 */
export function chosenSystems(entries: readonly Entry[], selected: ReadonlySet<string>, baseline: string): readonly string[] {
  const picked = entries.filter(({ system }) => selected.has(system));
  if (picked.length > 0) return picked.slice(0, MOST_SYSTEMS).map(({ system }) => system);
  const shipping = entries.filter((entry) => isVirtio(entry) && entry.maturity === 'shipping');
  const leads = shipping.filter(({ hypervisor }, i) => shipping.findIndex((other) => other.hypervisor === hypervisor) === i);
  const ranked = new Set([...entries.filter(({ system }) => system === baseline), ...leads, ...shipping, ...entries].map(({ system }) => system));
  const chosen = [...ranked].slice(0, MOST_SYSTEMS);
  return entries.filter(({ system }) => chosen.includes(system)).map(({ system }) => system);
}
