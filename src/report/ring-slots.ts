import type { Chain, ChainState } from '../virtio/inspect/chain.ts';
import type { Inspection } from '../virtio/inspect/inspection.ts';

/** What a slot is, and the class that colours it. */
export type SlotState = 'free' | 'available' | 'flight' | 'unreaped';

const classOf: Readonly<Record<ChainState, SlotState>> = { available: 'available', 'in flight': 'flight', used: 'unreaped' };
const strength: readonly SlotState[] = ['free', 'available', 'unreaped', 'flight'];

/** Colours around a ring: one for each slot, or for each part where there are more slots than can be seen. */
export interface SlotBand {
  readonly title: string;
  readonly states: readonly SlotState[];
  /** Slots in one part. */
  readonly slotsEach: number;
}

/** The bands of a queue, outermost first: both rings of a split queue and its descriptor table, or the descriptor ring. */
export function bandsOf(inspection: Inspection, most: number): readonly SlotBand[] {
  const { chains, layout, size } = inspection;
  const band = (title: string, of: (chain: Chain) => readonly number[]): SlotBand => banded(title, chains, of, size, most);
  const slot = (chain: Chain): readonly number[] => (chain.slot === null ? [] : [chain.slot]);
  const own = (chain: Chain): readonly number[] => chain.elements.filter(({ inTableOf }) => inTableOf === null).map(({ index }) => index);
  if (layout === 'packed') return [band('descriptor ring', (chain) => Array.from({ length: chain.descriptors }, (_, i) => (chain.head + i) % size))];
  return [
    band('available ring', (chain) => (chain.state === 'used' ? [] : slot(chain))),
    band('used ring', (chain) => (chain.state === 'used' ? slot(chain) : [])),
    band('descriptor table', own),
  ];
}

/** Most slots that are marked in one band. */
const MOST_MARKS = 200;

/** Slots of a band where something violates the standard. */
export function wrongSlots({ violations, size, layout }: Inspection, title: string): readonly number[] {
  const where = layout === 'packed' || title === 'descriptor table' ? 'descriptor' : title;
  const slots = violations.flatMap((violation) => (violation.where === where && violation.index !== null && violation.index < size ? [violation.index] : []));
  return [...new Set(slots)].slice(0, MOST_MARKS);
}

function banded(title: string, chains: readonly Chain[], slotsOf: (chain: Chain) => readonly number[], size: number, most: number): SlotBand {
  const slotsEach = Math.ceil(size / most);
  const states: SlotState[] = Array.from({ length: Math.ceil(size / slotsEach) }, () => 'free');
  for (const chain of chains) {
    const state = classOf[chain.state];
    for (const slot of slotsOf(chain)) {
      const part = Math.floor(slot / slotsEach);
      if (strength.indexOf(state) > strength.indexOf(states[part] ?? 'flight')) states[part] = state;
    }
  }
  return { title, states, slotsEach };
}
