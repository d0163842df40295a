import type { AllocateQueue } from './transport.ts';

const PAGE = 4096;

/** Hands out guest memory for virtqueues from an address on: descriptor area, driver area and device area of a split ring, page by page. */
export function queueMemory(from: number): AllocateQueue {
  let next = from;
  return (size) => {
    const desc = next;
    const driver = desc + 16 * size;
    const device = Math.ceil((driver + 6 + 2 * size) / 64) * 64;
    next = Math.ceil((device + 6 + 8 * size) / PAGE) * PAGE;
    return { desc, driver, device };
  };
}
