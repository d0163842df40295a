/**
 * Whether a notification is due under EVENT_IDX: the peer asked for it at `event`, and the index went from `old` to
 * `now` since the last test. All modulo 2^16. VIRTIO 1.2 sections 2.7.7.2 and 2.7.10.1.
 */
export function eventIsDue(event: number, now: number, old: number): boolean {
  return ((now - event - 1) & 0xffff) < ((now - old) & 0xffff);
}
