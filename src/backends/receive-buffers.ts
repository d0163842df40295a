import { largestOf } from '../machine/requests.ts';
import type { Plan } from './backend.ts';

/** Descriptors of a buffer for the largest packet where none are merged: a header and MAX_SKB_FRAGS + 1 pages of Linux. */
const BIG_DESCRIPTORS = 19;
const BIG_BYTES = 65_550;

/** A mergeable buffer of Linux's driver is at most a page; one for packets that are never merged is a frame and its header. */
const PAGE_BYTES = 4096;
const SMALL_BYTES = 1526;

/** The buffers that a network driver keeps in its receive queue. VIRTIO 1.2 section 5.1.6.3; Linux drivers/net/virtio_net.c. */
export interface ReceiveBuffers {
  /** Descriptors and bytes of each. */
  readonly descriptors: number;
  readonly bytes: number;
  /** How many an answer of so many bytes fills. */
  filledBy(bytes: number): number;
}

/** The receive buffers that a plan's features ask for; throws a sentence where the ring cannot hold what the largest answer fills. */
export function receiveBuffers({ params, requests, device }: Plan): ReceiveBuffers {
  const packets = (bytes: number): number => device.answer?.(bytes, params).packets ?? 1;
  const mergeable = params['device.mergeable'] !== false;
  const big = !mergeable && Number(params['device.gro'] ?? 1) > 1;
  const [descriptors, size] = mergeable ? [1, PAGE_BYTES] : big ? [BIG_DESCRIPTORS, BIG_BYTES] : [1, SMALL_BYTES];
  const known = new Map<number, number>();
  const filledBy = (bytes: number): number => {
    let count = known.get(bytes);
    if (count === undefined) {
      count = packets(bytes) * (mergeable ? Math.max(1, Math.ceil(bytes / packets(bytes) / PAGE_BYTES)) : 1);
      known.set(bytes, count);
    }
    return count;
  };
  const largest = largestOf(requests.answerBytes);
  const needed = filledBy(largest) * descriptors;
  if (needed > Number(params['ring.size'])) throw new Error(`ring.size: ${params['ring.size']} (an answer of ${largest} bytes needs receive buffers of ${needed} descriptors)`);
  return { descriptors, bytes: size, filledBy };
}
