import { requireReadable } from './areas.ts';
import type { Inspection } from './inspection.ts';
import { inspectPacked } from './packed-inspect.ts';
import type { QueueDump } from './queue-dump.ts';
import { inspectSplit } from './split-inspect.ts';

/** What a virtqueue in memory holds, and what in it violates VIRTIO 1.2. Throws where there are too few bytes to say. */
export function inspect(dump: QueueDump): Inspection {
  requireReadable(dump);
  return dump.layout === 'split' ? inspectSplit(dump) : inspectPacked(dump);
}
