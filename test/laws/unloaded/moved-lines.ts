/** How the rings of a system lie in memory, and how its device learns of new buffers: one that polls never asks for kicks. */
export interface Rings {
  readonly layout: 'split' | 'packed';
  readonly device: 'kicked' | 'polls';
}

/** Cache lines of its rings that a request of this number moves between cores, the first of all being 0. */
export type MovedLines = (request: number, rings: Rings) => number;

const SIZE = 256;
/** A line of 64 bytes. */
const DESCRIPTORS_PER_LINE = 4;

/**
 * A split ring of 256 with EVENT_IDX, by the layout of VIRTIO 1.2 section 2.7, where one chain at a time goes through it:
 * the available index (offset 4098) shares its line with 30 entries, the used index (4674) with 8 elements, used_event
 * (4612) with the last two entries. Whoever reads what the other has written since fetches the line.
 */
const entryApart = (request: number): number => (request % SIZE >= 30 ? 1 : 0);
const elementApart = (request: number): number => (request % SIZE >= 8 ? 1 : 0);
/** The device looks at it after it has shown what is used, and pays with the request after. */
const usedEvent = (request: number): number => ((request - 1) % SIZE >= 254 ? 0 : 1);

/** Where the descriptors of a packed ring lie that a chain takes: chains go around it. */
function packedChain(request: number, length: number): number {
  const first = (length * request) % SIZE;
  return Math.floor((first + length - 1) / DESCRIPTORS_PER_LINE) - Math.floor(first / DESCRIPTORS_PER_LINE) + 1;
}

/** Three descriptors there, in a split ring those of the request before; its used element or descriptor back; both sides' wishes for notifications. */
export const movedByDisk: MovedLines = (request, { layout, device }) => {
  const kickWanted = device === 'kicked' ? 1 : 0;
  if (layout === 'packed') return packedChain(request, 3) + 1 + kickWanted + 1;
  return 1 + entryApart(request) + 1 + 1 + elementApart(request) + kickWanted + usedEvent(request);
};

/**
 * A packet of two descriptors there, and one receive buffer back; the driver's wishes for both queues. That for kicks is paid
 * while the packet is on its way. Buffers stand ready: their index is not looked at for each, and each has an entry of its own.
 */
export const movedByNetwork: MovedLines = (request, { layout }) => {
  if (layout === 'packed') return packedChain(request, 2) + packedChain(request, 1) + 1 + 1 + 1;
  const sent = 1 + entryApart(request) + 1 + usedEvent(request);
  return sent + 1 + 1 + 1 + elementApart(request) + usedEvent(request);
};
