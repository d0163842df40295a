/** What a kind of virtio device is before any driver has touched it. */
export interface DeviceType {
  /** VIRTIO 1.2 chapter 5. */
  readonly id: number;
  /** All that it offers. */
  readonly features: bigint;
  /** Bits that need one of some others: VIRTIO 1.2 sections `Feature bit requirements`. */
  readonly requires: readonly (readonly [bit: number, oneOf: readonly number[]])[];
  /** Device configuration space, little endian. */
  readonly config: Uint8Array;
  /** Bytes of it that a driver may write: first, and one behind the last. */
  readonly writable: readonly (readonly [from: number, to: number])[];
  /** Of each virtqueue: the most elements that it can have. */
  readonly queues: readonly number[];
}

/** A set of feature bits by their numbers. */
export const features = (...bits: readonly number[]): bigint => bits.reduce((set, bit) => set | (1n << BigInt(bit)), 0n);

export const hasFeature = (set: bigint, bit: number): boolean => ((set >> BigInt(bit)) & 1n) === 1n;
