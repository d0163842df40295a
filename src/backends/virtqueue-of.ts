import { buildVirtqueue } from '../virtio/build-virtqueue.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';
import type { Plan } from './backend.ts';

/** A virtqueue of a guest's device, as the suite wants it. */
export function virtqueue({ params, device, needsReset }: Plan, name: string): Virtqueue {
  const { write, read } = device.chain;
  const longestChain = Math.max(write[0] + write[1], read[0] + read[1]);
  const size = Number(params['ring.size']);
  if (longestChain > size) throw new Error(`ring.size: ${size} (a request of this device takes ${longestChain} descriptors, and none may have more than the queue: ${longestChain} or more)`);
  const layout = params['ring.layout'] === 'packed' ? 'packed' : 'split';
  const shape = { name, layout, size, longestChain, indirect: params['ring.indirect'] === true, eventIdx: params['ring.event_idx'] === true, inOrder: params['ring.in_order'] === true } as const;
  return buildVirtqueue(shape, needsReset);
}
