import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from '../split-layout.ts';
import { bytesOf, type Chain, type ChainState, type Element } from './chain.ts';
import { checkElements, splitElementRules } from './elements.ts';
import { SPLIT_FLAGS } from './flags.ts';
import { TABLE_BUDGET, type tableReader } from './indirect-table.ts';
import type { QueueDump } from './queue-dump.ts';
import type { RuleId } from './rules.ts';
import { viewOf } from './split-rings.ts';
import type { Findings } from './violation.ts';

/** Reads chains out of a descriptor table; a descriptor belongs to the first chain that reaches it, so all of them together take one pass. */
export function splitChains(dump: QueueDump, findings: Findings, tables: ReturnType<typeof tableReader>) {
  const { size, features, memory } = dump;
  const table = viewOf(dump.desc.bytes);
  /** The head of the chain that a descriptor is in, plus one; 0 for none. */
  const owner = new Uint32Array(size);

  /** A chain from its head; what is wrong with it is found only where it is checked. */
  function read(state: ChainState, slot: number, head: number, writtenBytes: number | null, isChecked: boolean): Chain {
    const elements: Element[] = [];
    let isWhole = true;
    let index = head;
    const wrong = (rule: RuleId, at: number, reason: string): void => {
      isWhole = false;
      if (isChecked) findings.add(rule, 'descriptor', at, reason, head);
    };
    let descriptors = 0;
    for (;;) {
      const owned = owner[index];
      // That a head stands in the available ring twice is found there.
      if (owned === head + 1 && descriptors === 0) return { state, slot, head, id: null, elements, descriptors, ...bytesOf(elements), writtenBytes, isWhole: false };
      if (owned === head + 1) {
        wrong('splitLoop', index, `the chain from ${head} comes back to it`);
        break;
      }
      if (owned !== 0) {
        wrong('splitShared', index, `is in the chain from ${owned - 1} and in the chain from ${head}`);
        break;
      }
      owner[index] = head + 1;
      descriptors++;
      const { flags, next, ...rest } = descriptorAt(table, index);
      const isIndirect = (flags & DESC_F_INDIRECT) !== 0;
      elements.push({ index, inTableOf: null, ...rest, isWritable: (flags & DESC_F_WRITE) !== 0, isIndirect });
      if ((flags & ~SPLIT_FLAGS) !== 0) wrong('splitFlags', index, `has reserved flags: 0x${flags.toString(16)}`);
      if (isIndirect && features.indirectDesc === false) wrong('splitIndirectFeature', index, 'is INDIRECT, which was not negotiated');
      if (isIndirect && (flags & DESC_F_NEXT) !== 0) wrong('splitIndirectNext', index, 'is INDIRECT and has NEXT');
      if (isIndirect && !readTable(elements, index, rest, wrong, head, isChecked)) isWhole = false;
      if ((flags & DESC_F_NEXT) === 0) break;
      if (next >= size) {
        wrong('splitNext', index, `next is ${next}, and the table has ${size} descriptors`);
        break;
      }
      if (features.inOrder === true && next !== (index + 1) % size) wrong('splitInOrderNext', index, `next is ${next} under IN_ORDER, not ${(index + 1) % size}`);
      index = next;
    }
    const longest = elements.filter(({ isIndirect }) => !isIndirect).length;
    if (longest > size) wrong('splitLength', head, `its chain has ${longest} elements in a queue of ${size}`);
    if (isChecked) checkElements(elements, head, memory, splitElementRules, findings);
    return { state, slot, head, id: null, elements, descriptors, ...bytesOf(elements), writtenBytes, isWhole };
  }

  /** Appends the elements of an indirect table; false where they cannot all be had. */
  function readTable(elements: Element[], of: number, { address, length }: Pick<Element, 'address' | 'length'>, wrong: (rule: RuleId, at: number, reason: string) => void, head: number, isChecked: boolean): boolean {
    if (length === 0 || length % DESCRIPTOR_BYTES !== 0) wrong('splitTable', of, `refers to an indirect table of ${length} bytes, no multiple of ${DESCRIPTOR_BYTES}`);
    const found = tables.read(address, length);
    if (found === null) return false;
    const seen = new Uint8Array(found.count);
    const inTable = (rule: RuleId, at: number, reason: string): false => {
      if (isChecked) findings.add(rule, 'indirect descriptor', at, `${reason} (table of descriptor ${of})`, head);
      return false;
    };
    for (let index = 0; ; ) {
      if (seen[index] === 1) return inTable('splitLoop', index, 'the indirect table comes back to it');
      seen[index] = 1;
      const { flags, next, ...rest } = descriptorAt(found.view, index);
      elements.push({ index, inTableOf: of, ...rest, isWritable: (flags & DESC_F_WRITE) !== 0, isIndirect: false });
      if ((flags & DESC_F_INDIRECT) !== 0) return inTable('splitNested', index, 'is INDIRECT within an indirect table');
      if ((flags & ~SPLIT_FLAGS) !== 0) inTable('splitFlags', index, `has reserved flags: 0x${flags.toString(16)}`);
      if ((flags & DESC_F_NEXT) === 0) return true;
      if (next >= Math.floor(length / DESCRIPTOR_BYTES)) return inTable('splitNext', index, `next is ${next}, and the indirect table has ${Math.floor(length / DESCRIPTOR_BYTES)} descriptors`);
      if (features.inOrder === true && next !== index + 1) inTable('splitInOrderNext', index, `next is ${next} under IN_ORDER, not ${index + 1}`);
      // The rest of a table that is longer than any chain may be was not read.
      if (next >= found.count) return false;
      index = next;
    }
  }

  return { read, isTaken: (index: number): boolean => owner[index] !== 0 };
}

/** Said where tables were left out. */
export const budgetRemark = `indirect tables are read up to ${TABLE_BUDGET} descriptors; the rest of them was not looked at`;

function descriptorAt(table: DataView, index: number) {
  const at = index * DESCRIPTOR_BYTES;
  return { address: table.getBigUint64(at, true), length: table.getUint32(at + 8, true), flags: table.getUint16(at + 12, true), next: table.getUint16(at + 14, true) };
}
