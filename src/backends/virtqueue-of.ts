import { buildVirtqueue } from '../virtio/build-virtqueue.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';
import { corruptions } from '../virtio/corruptions.ts';
import type { Corruption } from '../virtio/corruptions.ts';
import { hostileDriver } from '../virtio/hostile-driver.ts';
import { observedDevice, observedDriver } from '../virtio/observed-queue.ts';
import type { QueueListener } from '../virtio/observed-queue.ts';
import type { Plan } from './backend.ts';

/** A virtqueue of a guest's device, as the suite wants it. */
export function virtqueue(plan: Plan, name: string, longest = longestChain(plan)): Virtqueue {
  const queue = unobserved(plan, `${plan.name} ${name}`, longest);
  const { machine, requests: of } = plan;
  const { observer } = machine;
  if (observer === null) return queue;
  const tell: QueueListener = (what, request) => observer.request({ what, ...machine.moment, of, request, queue: name });
  return { ...queue, driver: observedDriver(queue.driver, tell), device: observedDevice(queue.device, tell) };
}

/** The most descriptors of a request to this device; a ring that could never hold them, or that no device has, is refused. */
export function longestChain({ device, params }: Plan): number {
  const longest = Math.max(device.chain.write[0] + device.chain.write[1], device.chain.read[0] + device.chain.read[1]);
  const size = Number(params['ring.size']);
  const isSplit = params['ring.layout'] !== 'packed';
  let power = 1;
  while (power < Math.max(size, longest)) power *= 2;
  if (size < longest) throw new Error(`ring.size: ${size} (${device.title} takes ${longest} descriptors for a request: at least ${isSplit ? power : longest})`);
  if (isSplit && power !== size) throw new Error(`ring.size: ${size} (the size of a split virtqueue is a power of two: ${power / 2} or ${power}; ring.layout=packed takes any)`);
  return longest;
}

function unobserved(plan: Plan, name: string, longestChain: number): Virtqueue {
  const { params, needsReset } = plan;
  const size = Number(params['ring.size']);
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
