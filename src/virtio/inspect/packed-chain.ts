import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from '../split-layout.ts';
import { bytesOf, type Chain, type ChainState, type Element } from './chain.ts';
import { checkElements, packedElementRules } from './elements.ts';
import { PACKED_FLAGS } from './flags.ts';
import type { IndirectTable, tableReader } from './indirect-table.ts';
import { forward, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { QueueDump } from './queue-dump.ts';
import type { RuleId } from './rules.ts';
import type { Findings } from './violation.ts';

/** The lists in so many slots from a position on. VIRTIO 1.2 sections 2.8.6 and 2.8.7. */
export function packedChains(dump: QueueDump, ring: PackedRing, from: RingPosition, slots: number, state: ChainState, findings: Findings, tables: ReturnType<typeof tableReader>): readonly Chain[] {
  const chains: Chain[] = [];
  for (let done = 0; done < slots; ) {
    const chain = packedChain(dump, ring, forward(from, done, ring.size).index, slots - done, state, findings, tables);
    chains.push(chain);
    done += chain.descriptors;
  }
  return chains;
}

function packedChain({ features, memory, size }: QueueDump, ring: PackedRing, head: number, most: number, state: ChainState, findings: Findings, tables: ReturnType<typeof tableReader>): Chain {
  const elements: Element[] = [];
  let isWhole = true;
  const wrong = (rule: RuleId, at: number, reason: string): void => {
    isWhole = false;
    findings.add(rule, 'descriptor', at, reason, head);
  };
  let descriptors = 0;
  let id: number;
  for (let index = head; ; index = (index + 1) % size) {
    const { flags, id: bufferId, ...rest } = ring.at(index);
    id = bufferId;
    descriptors++;
    const [isIndirect, hasNext] = [(flags & DESC_F_INDIRECT) !== 0, (flags & DESC_F_NEXT) !== 0];
    elements.push({ index, inTableOf: null, ...rest, isWritable: (flags & DESC_F_WRITE) !== 0, isIndirect });
    if ((flags & ~PACKED_FLAGS) !== 0) wrong('packedFlags', index, `has reserved flags: 0x${flags.toString(16)}`);
    if (isIndirect && features.indirectDesc === false) wrong('packedIndirectFeature', index, 'is INDIRECT, which was not negotiated');
    if (isIndirect && (hasNext || descriptors > 1)) wrong('packedIndirectNext', index, 'is INDIRECT in a list linked by NEXT');
    if (isIndirect) isWhole = readTable(elements, index, rest, wrong) && isWhole;
    if (!hasNext) break;
    if (descriptors < most) continue;
    if (most === size) wrong('packedLength', head, `its list has NEXT in all ${size} descriptors of the ring`);
    else wrong('packedUnfinished', index, `has NEXT, and descriptor ${(index + 1) % size} is not available`);
    break;
  }
  checkElements(elements, head, memory, packedElementRules, findings);
  return { state, slot: head, head, id, elements, descriptors, ...bytesOf(elements), writtenBytes: null, isWhole };

  /** Appends the elements of an indirect table, which stand one behind the other; false where they cannot all be had. */
  function readTable(into: Element[], of: number, { address, length }: Pick<Element, 'address' | 'length'>, wrong: (rule: RuleId, at: number, reason: string) => void): boolean {
    const count = Math.floor(length / DESCRIPTOR_BYTES);
    if (length === 0 || length % DESCRIPTOR_BYTES !== 0) wrong('packedTable', of, `refers to an indirect table of ${length} bytes, no multiple of ${DESCRIPTOR_BYTES}`);
    if (count > size) wrong('packedLength', of, `refers to an indirect table of ${count} descriptors in a queue of ${size}`);
    const found: IndirectTable | null = tables.read(address, length);
    if (found === null) return false;
    for (let index = 0; index < found.count; index++) {
      const at = index * DESCRIPTOR_BYTES;
      const flags = found.view.getUint16(at + 14, true);
      if ((flags & ~DESC_F_WRITE) !== 0) {
        isWhole = false;
        findings.add((flags & DESC_F_INDIRECT) !== 0 ? 'packedNested' : 'packedTableFlags', 'indirect descriptor', index, `has flags 0x${flags.toString(16)} (table of descriptor ${of})`, head);
      }
      into.push({ index, inTableOf: of, address: found.view.getBigUint64(at, true), length: found.view.getUint32(at + 8, true), isWritable: (flags & DESC_F_WRITE) !== 0, isIndirect: false });
    }
    return found.count === count;
  }
}
