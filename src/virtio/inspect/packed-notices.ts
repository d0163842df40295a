import { EVENT_DESC, EVENT_DISABLE, EVENT_ENABLE } from '../packed-layout.ts';
import type { Notice } from './inspection.ts';
import { distance, forward, said, type EventSuppression, type RingPosition } from './packed-ring.ts';

/** One direction of notification in a packed ring. */
interface Direction {
  readonly what: 'kick' | 'interrupt';
  readonly field: 'device event' | 'driver event';
  readonly event: EventSuppression;
  /** Where the next buffer is written; null where it is not known. */
  readonly next: RingPosition | null;
  /** The position at the last test; `none` when nothing was signalled yet. */
  readonly last: RingPosition | 'none' | null;
}

/** Whether the next buffer, taken to be of one descriptor, would be notified. VIRTIO 1.2 sections 2.8.10 and 2.8.14. */
export function packedNotice({ what, field, event, next, last }: Direction, size: number): Notice {
  const base = { field, section: '2.8.10' } as const;
  const side = what === 'kick' ? 'device' : 'driver';
  if (event.flags === EVENT_ENABLE) return { ...base, value: 'enable', asks: `the ${side} wants every ${what}`, next: true, why: 'events are enabled' };
  if (event.flags === EVENT_DISABLE) return { ...base, value: 'disable', asks: `the ${side} wants no ${what}`, next: false, why: 'events are disabled' };
  if (event.flags !== EVENT_DESC) return { ...base, value: 'reserved', asks: 'has a value that means nothing', next: null, why: 'event flags 3 are reserved' };
  const done = what === 'kick' ? 'made available' : 'used';
  const answer = { ...base, value: said(event), asks: `${what} due when slot ${event.index} is ${done} in wrap ${event.wrap}` };
  if (last === 'none') return { ...answer, next: true, why: 'the device has signalled nothing yet, so its first interrupt is sent in any case' };
  if (next === null) return { ...answer, next: null, why: 'where the next buffer is written is not known' };
  const from = last ?? next;
  const isDue = distance(from, event, size) < distance(from, forward(next, 1, size), size);
  const away = distance(next, event, size);
  const why = !isDue
    ? `the next buffer is at ${next.index}: ${away < size ? `${slots(away)} before that` : `${event.index} was passed ${slots(2 * size - away)} ago`}`
    : away === 0
      ? 'the next buffer is written there'
      : `slot ${event.index} was passed since the last test, at ${said(from)}`;
  return { ...answer, next: isDue, why };
}

const slots = (count: number): string => (count === 1 ? '1 slot' : `${count} slots`);
