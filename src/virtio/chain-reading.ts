import type { Footprint } from './footprint.ts';
import type { RuleId } from './inspect/rules.ts';
import type { NeedsReset } from './needs-reset.ts';
import type { RingMemory } from './ring-memory.ts';
import { DESCRIPTOR_BYTES } from './split-layout.ts';

/** The rules of a layout for what both layouts ask of every element. */
export interface ElementRules {
  readonly address: RuleId;
  readonly order: RuleId;
}

/** A chain that a device reads descriptor by descriptor: what it adds up to, and the end of the device where it is wrong. */
export class ChainReading {
  /** Tables need not be aligned. */
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
  readonly #address: number;
  // Ranges taken apart: every element is held against them.
  readonly #ramFrom: number;
  readonly #ramTo: number;
  readonly #buffersFrom: number;
  readonly #buffersTo: number;
  readonly #queue: string;
  readonly #rules: ElementRules;
  readonly #footprint: Footprint;
  readonly #needsReset: NeedsReset;
  #sawWritable = false;

  constructor(queue: string, { view, address, ram, buffers }: RingMemory, rules: ElementRules, footprint: Footprint, needsReset: NeedsReset) {
    this.#queue = queue;
    this.view = view;
    this.#address = address;
    [this.#ramFrom, this.#ramTo] = ram;
    [this.#buffersFrom, this.#buffersTo] = buffers;
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
    if (!this.#isInRam(at, bytes)) return this.refuse(this.#rules.address, index, `${this.#hexAt(at)} + ${bytes} bytes is not in the guest's memory`);
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
    const start = this.#addressAt(at) - this.#address;
    if (bytes === 0 || bytes % DESCRIPTOR_BYTES !== 0) this.refuse(tableRule, index, `refers to an indirect table of ${bytes} bytes, no multiple of ${DESCRIPTOR_BYTES}`);
    else if (start < 0 || start + bytes > this.view.byteLength) this.refuse(this.#rules.address, index, `its table, ${this.#hexAt(at)} + ${bytes} bytes, is not in the guest's memory`);
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

  /** Nothing at all may lie anywhere. */
  #isInRam(at: number, bytes: number): boolean {
    const address = this.#addressAt(at);
    const end = address + bytes;
    return (address >= this.#buffersFrom && end <= this.#buffersTo) || (address >= this.#ramFrom && end <= this.#ramTo) || bytes === 0;
  }

  /** Exact up to 2^53: what is above is nobody's memory. */
  #addressAt(at: number): number {
    return this.view.getUint32(at + 4, true) * 0x1_0000_0000 + this.view.getUint32(at, true);
  }

  #hexAt(at: number): string {
    return `0x${this.view.getBigUint64(at, true).toString(16)}`;
  }
}
