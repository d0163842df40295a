import type { Footprint } from './footprint.ts';
import type { RuleId } from './inspect/rules.ts';
import type { NeedsReset } from './needs-reset.ts';
import { BUFFERS_HIGH, RAM_END, RAM_START } from './ring-memory.ts';
import type { RingMemory } from './ring-memory.ts';
import { DESCRIPTOR_BYTES } from './split-layout.ts';

/** The rules of a layout for what both layouts ask of every element. */
export interface ElementRules {
  readonly address: RuleId;
  readonly order: RuleId;
}

/** A chain that a device reads descriptor by descriptor: what it adds up to, and the end of the device where it is wrong. */
export class ChainReading {
  readonly view: DataView;
  elements = 0;
  /** Bytes of the second element where there is one: the first is a header. */
  payload = 0;
  readableBytes = 0;
  writableBytes = 0;
  /** Where the chain begins. */
  head = 0;
  /** The descriptor that refers to the indirect table that is being read; -1 in the ring itself. */
  tableOf = -1;
  readonly #queue: string;
  readonly #rules: ElementRules;
  readonly #footprint: Footprint;
  readonly #needsReset: NeedsReset;
  #sawWritable = false;

  constructor(queue: string, { view }: RingMemory, rules: ElementRules, footprint: Footprint, needsReset: NeedsReset) {
    this.#queue = queue;
    this.view = view;
    this.#rules = rules;
    this.#footprint = footprint;
    this.#needsReset = needsReset;
  }

  begin(head: number): void {
    this.head = head;
    this.elements = this.payload = this.readableBytes = this.writableBytes = 0;
    this.tableOf = -1;
    this.#sawWritable = false;
  }

  /** Notes that the descriptor at an offset is read. */
  visit(at: number): void {
    this.#footprint.read(at);
    this.#footprint.descriptors++;
  }

  /** Takes an element in; false where it breaks the device. */
  add(at: number, index: number, isWritable: boolean): boolean {
    const bytes = this.view.getUint32(at + 8, true);
    if (!this.#isInRam(at, bytes)) return this.refuse(this.#rules.address, index, `${this.#addressAt(at)} + ${bytes} bytes is not in the guest's memory`);
    if (isWritable) {
      this.#sawWritable = true;
      this.writableBytes += bytes;
    } else {
      if (this.#sawWritable) return this.refuse(this.#rules.order, index, 'readable, after a writable element');
      this.readableBytes += bytes;
    }
    if (this.elements++ < 2) this.payload = bytes;
    return true;
  }

  /** Goes on in the indirect table that a descriptor refers to: the offset where it begins, or -1 where that breaks the device. */
  enterTable(at: number, index: number, tableRule: RuleId): number {
    const bytes = this.view.getUint32(at + 8, true);
    const start = this.view.getUint32(at, true) - RAM_START;
    if (bytes === 0 || bytes % DESCRIPTOR_BYTES !== 0) this.refuse(tableRule, index, `refers to an indirect table of ${bytes} bytes, no multiple of ${DESCRIPTOR_BYTES}`);
    else if (this.view.getUint32(at + 4, true) !== 0 || start < 0 || start + bytes > this.view.byteLength) this.refuse(this.#rules.address, index, `its table, ${this.#addressAt(at)} + ${bytes} bytes, is not in the guest's memory`);
    else {
      this.tableOf = index;
      this.#footprint.tables++;
      return start;
    }
    return -1;
  }

  /** Breaks the device for a descriptor of this chain. */
  refuse(rule: RuleId, index: number, reason: string): false {
    const inTable = this.tableOf >= 0;
    this.#needsReset.because(this.#queue, rule, inTable ? 'indirect descriptor' : 'descriptor', index, inTable ? `${reason} (table of descriptor ${this.tableOf})` : reason, this.head);
    return false;
  }

  /** The memory of the rings, or that of the buffers, whose bytes nobody looks at; nothing at all may lie anywhere. */
  #isInRam(at: number, bytes: number): boolean {
    const [low, high] = [this.view.getUint32(at, true), this.view.getUint32(at + 4, true)];
    if (bytes === 0) return true;
    if (high >= BUFFERS_HIGH) return high * 0x1_0000_0000 + low + bytes <= RAM_END;
    return low >= RAM_START && low + bytes <= RAM_START + this.view.byteLength;
  }

  #addressAt(at: number): string {
    return `0x${this.view.getBigUint64(at, true).toString(16)}`;
  }
}
