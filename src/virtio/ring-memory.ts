/** Where the lab's guest has its memory: from the start of RAM of QEMU's Arm machine on. The rings stand at its start. */
export const RAM_START = 0x4000_0000;
export const RAM_END = 0x10_0000_0000;
/** Upper 32 bits of the address of every buffer: they lie above the rings. */
export const BUFFERS_HIGH = 1;
/** From the buffer of one descriptor to that of the next, and from one element of an indirect table to the next. */
export const BUFFER_STRIDE = 65_536;
export const ELEMENT_STRIDE = 64;
/** A header or a status; what is neither is payload. */
export const HEADER_BYTES = 16;

/** Bytes that move between cores together. Neoverse, Cortex-A and every server core that the profiles know. */
export const CACHE_LINE_BYTES = 64;

// Rings are little endian whatever the machine is; typed arrays are as the machine is.
if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) throw new Error('a big-endian machine: virtqueues are little endian, VIRTIO 1.2 section 1.4');

/** From an address on, up to another that is behind it. */
export type AddressRange = readonly [from: number, to: number];

/** The guest memory that a virtqueue lies in: the same bytes by 16, by 32 and by any bits. */
export interface RingMemory {
  readonly view: DataView;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  /** Guest address of the first byte. */
  readonly address: number;
  /** Where the guest has memory: around its rings, and elsewhere for buffers whose bytes nobody looks at. */
  readonly ram: AddressRange;
  readonly buffers: AddressRange;
}

/** Zeroed memory of so many bytes, up to the end of its last cache line, from `RAM_START` on. */
export function ringMemory(bytes: number): RingMemory {
  const buffer = new ArrayBuffer(upToLine(bytes));
  return {
    view: new DataView(buffer), u16: new Uint16Array(buffer), u32: new Uint32Array(buffer),
    address: RAM_START, ram: [RAM_START, RAM_START + buffer.byteLength], buffers: [BUFFERS_HIGH * 0x1_0000_0000, RAM_END],
  };
}

export const upToLine = (at: number): number => Math.ceil(at / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;

/** Where indirect tables lie: one for each head or buffer id, each from the start of a cache line on. */
export interface TablePlaces {
  readonly start: number;
  readonly stride: number;
}
