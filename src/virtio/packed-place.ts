import { DESC_F_AVAIL, DESC_F_USED, EVENT_DESC, EVENT_DISABLE } from './packed-layout.ts';

/*
 * A place in a packed ring is one number: the slot, plus the size of the ring in passes with wrap counter 0. Both sides
 * begin at 0, which is slot 0 with wrap counter 1; after two passes places repeat. VIRTIO 1.2 section 2.8.1.
 */

/** So many slots further on, at most two rings. */
export function onward(place: number, slots: number, size: number): number {
  const to = place + slots;
  return to < 2 * size ? to : to - 2 * size;
}

export const slotOf = (place: number, size: number): number => (place < size ? place : place - size);

/** Flags by which the driver makes a descriptor at this place available, and the device marks it used. */
export const availFlags = (place: number, size: number): number => (place < size ? DESC_F_AVAIL : DESC_F_USED);
export const usedFlags = (place: number, size: number): number => (place < size ? DESC_F_AVAIL | DESC_F_USED : 0);

export const MARKS = DESC_F_AVAIL | DESC_F_USED;

/** Whether these flags make the descriptor at a place available, or mark it used. */
export const isAvailable = (flags: number, place: number, size: number): boolean => (flags & MARKS) === availFlags(place, size);
export const isUsed = (flags: number, place: number, size: number): boolean => (flags & MARKS) === usedFlags(place, size);

const WRAP = 1 << 15;

/** A place as event suppression and kicks say it: the slot, and the wrap counter in bit 15. Sections 2.8.14 and 2.9. */
export const offWrapOf = (place: number, size: number): number => (place < size ? place | WRAP : place - size);
export const placeOf = (offWrap: number, size: number): number => (offWrap & (WRAP - 1)) + ((offWrap & WRAP) === 0 ? size : 0);

/**
 * Whether a notification is due: what the peer asks for in its event suppression structure, and how many slots the own
 * side has written from a place on since its last test. Sections 2.8.10 and 2.8.14.
 */
export function packedEventIsDue(offWrap: number, flags: number, place: number, slots: number, size: number): boolean {
  if (slots === 0 || flags === EVENT_DISABLE) return false;
  if (flags !== EVENT_DESC) return true;
  const turns = 2 * size;
  return (((placeOf(offWrap, size) - place) % turns) + turns) % turns < slots;
}
