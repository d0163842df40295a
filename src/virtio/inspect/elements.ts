import { bytesOf, type Element } from './chain.ts';
import type { GuestMemory } from './guest-memory.ts';
import type { RuleId } from './rules.ts';
import type { Findings, Where } from './violation.ts';

/** Which rule of a layout says what every element has to keep. */
export interface ElementRules {
  readonly address: RuleId;
  readonly order: RuleId;
  /** Null where nothing limits the total. */
  readonly total: RuleId | null;
}

export const splitElementRules: ElementRules = { address: 'splitAddress', order: 'splitOrder', total: 'splitTotal' };
export const packedElementRules: ElementRules = { address: 'packedAddress', order: 'packedOrder', total: null };

const ADDRESS_END = 1n << 64n;

/** What holds for the elements of a buffer in both layouts: addresses, readable before writable, total length. */
export function checkElements(elements: readonly Element[], head: number, memory: GuestMemory, byRules: ElementRules, findings: Findings): void {
  let sawWritable = false;
  let misplaced = false;
  for (const element of elements) {
    const { address, length, isWritable, isIndirect } = element;
    const add = (rule: RuleId, reason: string) => findings.add(rule, whereOf(element), element.index, reason, head);
    if (address + BigInt(length) > ADDRESS_END) add(byRules.address, `${hex(address)} + ${length} bytes is beyond the last address, 2^64 - 1`);
    else if (memory.isOutside(address, BigInt(length))) add(byRules.address, `${hex(address)} + ${length} bytes is not in the guest's memory`);
    // A device ignores WRITE where a table is referred to.
    if (isIndirect) continue;
    if (sawWritable && !isWritable && !misplaced) {
      misplaced = true;
      add(byRules.order, 'readable, after a writable element');
    }
    sawWritable ||= isWritable;
  }
  if (byRules.total === null) return;
  const { readableBytes, writableBytes } = bytesOf(elements);
  const total = readableBytes + writableBytes;
  if (total > 0x1_0000_0000) findings.add(byRules.total, 'descriptor', head, `the lengths of its chain add up to ${total} bytes, more than 2^32`, head);
}

export const whereOf = ({ inTableOf }: Element): Where => (inTableOf === null ? 'descriptor' : 'indirect descriptor');

export const hex = (address: bigint): string => `0x${address.toString(16)}`;
