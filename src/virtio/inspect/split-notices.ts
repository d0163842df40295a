import { eventIsDue } from '../event-index.ts';
import { NO_INTERRUPT, NO_NOTIFY } from '../split-layout.ts';
import type { Notice } from './inspection.ts';
import type { HeldIndices } from './queue-dump.ts';
import type { SplitRings } from './split-rings.ts';

/** Whether the driver would kick for the next buffer that it makes available. VIRTIO 1.2 section 2.7.10. */
export function splitKick(rings: SplitRings, eventIdx: boolean): Notice {
  const { availEvent, availIdx, usedFlags } = rings;
  if (eventIdx && availEvent !== null) {
    return byEvent({ field: 'avail_event', event: availEvent, what: 'kick', index: 'avail.idx', now: availIdx, old: availIdx, section: '2.7.10.1' });
  }
  return byFlags({ field: 'used.flags', flags: usedFlags, bit: NO_NOTIFY, flag: 'NO_NOTIFY', what: 'kick', side: 'device', section: '2.7.10.1' });
}

/** Whether the device would interrupt for the next buffer that it uses. VIRTIO 1.2 section 2.7.7. `signalled`: the used index at its last test, taken to be the one now where it is not known. */
export function splitInterrupt(rings: SplitRings, eventIdx: boolean, signalled: HeldIndices['signalledUsed']): Notice {
  const { usedEvent, usedIdx, availFlags } = rings;
  if (eventIdx && usedEvent !== null) {
    const notice = byEvent({ field: 'used_event', event: usedEvent, what: 'interrupt', index: 'used.idx', now: usedIdx, old: signalled === null || signalled === 'none' ? usedIdx : signalled.index, section: '2.7.7.2' });
    return signalled === 'none' ? { ...notice, next: true, why: 'the device has signalled nothing yet, so its first interrupt is sent in any case' } : notice;
  }
  return byFlags({ field: 'avail.flags', flags: availFlags, bit: NO_INTERRUPT, flag: 'NO_INTERRUPT', what: 'interrupt', side: 'driver', section: '2.7.7.2' });
}

interface ByEvent {
  readonly field: string;
  readonly event: number;
  readonly what: 'kick' | 'interrupt';
  readonly index: string;
  readonly now: number;
  /** The index at the last test. */
  readonly old: number;
  readonly section: string;
}

function byEvent({ field, event, what, index, now, old, section }: ByEvent): Notice {
  const next = eventIsDue(event, (now + 1) & 0xffff, old);
  const reached = (event + 1) & 0xffff;
  const away = (event - now) & 0xffff;
  const why = !next
    ? `${index} is ${now}: ${away < 0x8000 ? `${buffers(away)} before that` : `${event} was passed ${buffers((now - event) & 0xffff)} ago`}`
    : away === 0
      ? `the next buffer takes ${index} there`
      : `${index} passed ${event} since the last test, at ${old}`;
  return { field, value: String(event), asks: `${what} due as ${index} goes from ${event} to ${reached}`, next, why, section };
}

interface ByFlags {
  readonly field: string;
  readonly flags: number;
  readonly bit: number;
  readonly flag: string;
  readonly what: 'kick' | 'interrupt';
  readonly side: 'driver' | 'device';
  readonly section: string;
}

function byFlags({ field, flags, bit, flag, what, side, section }: ByFlags): Notice {
  const next = (flags & bit) === 0;
  const each = `every ${what}`;
  return {
    field,
    value: String(flags),
    asks: next ? `the ${side} wants ${each}` : `the ${side} wants no ${what}`,
    next,
    why: next ? `${flag} is clear in ${field}` : `${flag} is set in ${field}`,
    section,
  };
}

const buffers = (count: number): string => (count === 1 ? '1 buffer' : `${count} buffers`);
