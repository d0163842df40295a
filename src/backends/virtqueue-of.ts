import { buildVirtqueue } from '../virtio/build-virtqueue.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';
import { corruptions } from '../virtio/corruptions.ts';
import type { Corruption } from '../virtio/corruptions.ts';
import { hostileDriver } from '../virtio/hostile-driver.ts';
import type { Plan } from './backend.ts';

/** A virtqueue of a guest's device, as the suite wants it. */
export function virtqueue(plan: Plan, name: string): Virtqueue {
  const { params, needsReset } = plan;
  const { write, read } = plan.device.chain;
  const longestChain = Math.max(write[0] + write[1], read[0] + read[1]);
  const size = Number(params['ring.size']);
  if (longestChain > size) throw new Error(`ring.size: ${size} (a request of this device takes ${longestChain} descriptors, and none may have more than the queue: ${longestChain} or more)`);
  const layout = params['ring.layout'] === 'packed' ? 'packed' : 'split';
  const shape = { name, layout, size, longestChain, eventIdx: params['ring.event_idx'] === true, indirect: params['ring.indirect'] === true, inOrder: params['ring.in_order'] === true } as const;
  const queue = buildVirtqueue(shape, needsReset);
  if (!plan.isHostile) return queue;
  const kind = String(params['ring.hostile']);
  const corruption: Corruption | undefined = Object.entries(corruptions).find(([id]) => id === kind)?.[1];
  const corrupt = corruption?.[layout];
  if (corrupt === undefined) throw new Error(`ring.hostile: ${kind} (there is no such thing in a ${layout} ring)`);
  return { ...queue, driver: hostileDriver(queue, corrupt, Number(params['ring.hostile_at'])) };
}
