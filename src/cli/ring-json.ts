import type { Element } from '../virtio/inspect/chain.ts';
import { hex } from '../virtio/inspect/elements.ts';
import type { Inspection, Position } from '../virtio/inspect/inspection.ts';

/** Inspected queues for other programs. */
export function ringsJson(inspections: readonly Inspection[]): string {
  const queues = inspections.map(queueJson);
  return `${JSON.stringify({ schema_version: 1, standard: 'VIRTIO 1.2', violations: queues.reduce((sum, { violations }) => sum + violations.length, 0), queues }, null, 2)}\n`;
}

/** `avail_idx` as emulators report it: in a split ring the index in memory, in a packed one the slot where the device looks next. `next_avail_idx` is the driver's in both. */
function queueJson(inspection: Inspection) {
  const { positions, kick, interrupt, layout } = inspection;
  const { nextAvail, lastAvail, used, lastUsed } = positions;
  const avail = layout === 'split' ? nextAvail : (lastAvail ?? used);
  return {
    name: inspection.name,
    layout,
    size: inspection.size,
    features: { event_idx: inspection.features.eventIdx, indirect_desc: inspection.features.indirectDesc, in_order: inspection.features.inOrder },
    avail_idx: avail?.index ?? null,
    used_idx: used?.index ?? null,
    next_avail_idx: nextAvail?.index ?? null,
    last_avail_idx: lastAvail?.index ?? null,
    last_used_idx: lastUsed?.index ?? null,
    avail_wrap_counter: avail?.wrap ?? null,
    used_wrap_counter: used?.wrap ?? null,
    next_avail_wrap_counter: nextAvail?.wrap ?? null,
    last_avail_wrap_counter: lastAvail?.wrap ?? null,
    last_used_wrap_counter: lastUsed?.wrap ?? null,
    known_from: { next_avail_idx: from(nextAvail), last_avail_idx: from(lastAvail), used_idx: from(used), last_used_idx: from(lastUsed) },
    outstanding: inspection.outstanding,
    available: inspection.available,
    in_flight: inspection.inFlight,
    unreaped: inspection.unreaped,
    descriptors_in_use: inspection.descriptorsInUse,
    would_kick: kick.next,
    would_interrupt: interrupt.next,
    kick,
    interrupt,
    violations: inspection.violations,
    remarks: inspection.remarks,
    chains: inspection.chains.map(({ state, slot, head, id, readableBytes, writableBytes, writtenBytes, isWhole, elements }) => ({
      state: state.replaceAll(' ', '_'),
      slot,
      head,
      id,
      readable_bytes: readableBytes,
      writable_bytes: writableBytes,
      written_bytes: writtenBytes,
      whole: isWhole,
      elements: elements.map(elementJson),
    })),
  };
}

const from = (position: Position | null): string | null => position?.from ?? null;

const elementJson = ({ index, inTableOf, address, length, isWritable, isIndirect }: Element) => ({ index, in_table_of: inTableOf, address: hex(address), length, writable: isWritable, indirect: isIndirect });
