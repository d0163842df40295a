import { eventIsDue } from '../event-index.ts';
import { fence, OLD, payloadOf, saysOf, type Direction, type Layout, type Suppression } from './layout.ts';
import { constant, from, register, type Line } from './program.ts';

const ENABLE = 0;
const DISABLE = 1;
const DESC = 2;
const at0 = constant(0);
const available = (wrapped: number): number => wrapped + 2 * (1 - wrapped);
const used = (wrapped: number): number => 3 * wrapped;

/** AVAIL is bit 0 and USED bit 1 here: the two bits that publish; both sides write them into the same word. */
const states = {
  kick: { before: (wrapped: number) => used(1 - wrapped), after: available },
  call: { before: available, after: used },
} as const;

const names = {
  kick: { buffer: 'out buffer', off: 'device event.off_wrap', flags: 'device event.flags' },
  call: { buffer: 'in buffer', off: 'driver event.off_wrap', flags: 'driver event.flags' },
} as const satisfies Record<Direction, Readonly<Record<string, string>>>;

/** The packed virtqueue: an entry is published by two flag bits of its own descriptor. VIRTIO 1.2 section 2.8. */
export function packedModel(direction: Direction, suppression: Suppression, size = 3): Layout {
  const name = names[direction];
  const state = states[direction];
  /** The last descriptor of the first lap: the wrap counters turn over behind it. */
  const first = size - 1;
  const offset = (position: number): number => position % size;
  /** The ring wrap counter at a position; it starts at 1. VIRTIO 1.2 section 2.8.1. */
  const wrap = (position: number): number => 1 - (Math.floor(position / size) & 1);
  const before = (position: number): number => state.before(wrap(position));
  const after = (position: number): number => state.after(wrap(position));
  const offWrap = (position: number): number => offset(position) + 32768 * wrap(position);
  const idOf = (ordinal: number): number => 1 + (ordinal % size);
  /** Whether the descriptor named by an event structure was among those from `old` up to `now`. VIRTIO 1.2 section 2.8.10. */
  const isAmong = (event: number, old: number, now: number): boolean => {
    const wrapped = event >= 32768 ? 1 : 0;
    const next = offset(now);
    return eventIsDue(event - 32768 * wrapped - (wrapped === wrap(now) ? 0 : size), next, next - (now - old));
  };
  const lap = Array.from({ length: size }, (_, i) => (i < first ? i + size : i));
  const eventIdx = suppression === 'event_idx';
  const wish = (flags: number) => (flags === DISABLE ? `no ${direction} wanted` : flags === DESC ? 'at a descriptor' : `a ${direction} is due`);
  return {
    memory: {
      [name.buffer]: Array.from({ length: 1 + size }, () => OLD),
      'descriptor.id': lap.map(() => 0),
      'descriptor.flags': lap.map(before),
      ...(eventIdx && { [name.off]: [offWrap(first - 1)] }),
      [name.flags]: [DISABLE],
    },
    first,

    publish: (positions, write) =>
      positions.flatMap((position): readonly Line[] => {
        const ordinal = position - first;
        const at = constant(offset(position));
        return [
          { op: 'store', region: name.buffer, at: constant(idOf(ordinal)), value: constant(payloadOf(ordinal)), role: 'fill' },
          { op: 'store', region: 'descriptor.id', at, value: constant(idOf(ordinal)), role: 'fill' },
          ...fence(write),
          { op: 'store', region: 'descriptor.flags', at, value: constant(after(position)), role: 'publish' },
        ];
      }),

    test: (old, now, suppressed) => [
      { op: 'load', into: 'wish', region: name.flags, at: at0, role: 'test', means: wish },
      { op: 'branch', when: from(['wish'], (flags) => (flags === DISABLE ? 1 : 0)), to: suppressed },
      ...(eventIdx
        ? ([
            { op: 'barrier', kind: 'dmb ishld' },
            { op: 'load', into: 'event', region: name.off, at: at0, role: 'test', means: (event) => (isAmong(event, old, now) ? `a ${direction} is due` : `no ${direction} wanted`) },
            { op: 'branch', when: from(['event'], (event) => (isAmong(event, old, now) ? 0 : 1)), to: suppressed },
          ] satisfies readonly Line[])
        : []),
    ],

    look: (role, empty, acquire = false) => [
      { op: 'load', into: 'seen', region: 'descriptor.flags', at: from(['last'], offset), acquire, role, means: (seen, value) => (seen === after(value('last')) ? '1 to take' : 'nothing new') },
      { op: 'branch', when: from(['seen', 'last'], (seen, last) => (seen === after(last) ? 0 : 1)), to: empty },
    ],

    take: [
      { op: 'load', into: 'id', region: 'descriptor.id', at: from(['last'], offset), role: 'take', means: (id, value) => (id === idOf(value('last') - first) ? '' : "the last lap's entry") },
      { op: 'load', into: 'payload', region: name.buffer, at: register('id'), role: 'take', means: (payload, value) => saysOf(payload, value('last') - first) },
      { op: 'expect', value: from(['payload', 'last'], (payload, last) => (payload === payloadOf(last - first) ? 1 : 0)), says: 'acts on data that are not those of the entry' },
      { op: 'set', into: 'last', value: from(['last'], (last) => last + 1) },
    ],

    disable: [{ op: 'store', region: name.flags, at: at0, value: constant(DISABLE), role: 'disable' }],
    enable: eventIdx
      ? [
          { op: 'store', region: name.off, at: at0, value: from(['last'], offWrap), role: 'enable' },
          { op: 'barrier', kind: 'dmb ishst' },
          { op: 'store', region: name.flags, at: at0, value: constant(DESC), role: 'enable' },
        ]
      : [{ op: 'store', region: name.flags, at: at0, value: constant(ENABLE), role: 'enable' }],
  };
}
