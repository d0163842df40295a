import { eventIsDue } from '../event-index.ts';
import { fence, OLD, payloadOf, type Direction, type Layout, type Suppression } from './layout.ts';
import { constant, from, register, type Line } from './program.ts';

/** Need not be a power of two. */
const SIZE = 3;
/** The last descriptor of the first lap: the wrap counters turn over behind it. */
const FIRST = SIZE - 1;
const ENABLE = 0;
const DISABLE = 1;
const DESC = 2;
const at0 = constant(0);
const offset = (position: number): number => position % SIZE;
/** The ring wrap counter at a position; it starts at 1. VIRTIO 1.2 section 2.8.1. */
const wrap = (position: number): number => 1 - (Math.floor(position / SIZE) & 1);
const available = (wrapped: number): number => wrapped + 2 * (1 - wrapped);
const used = (wrapped: number): number => 3 * wrapped;
const idOf = (ordinal: number): number => ordinal + 1;

/** AVAIL is bit 0 and USED bit 1 here: the two bits that publish; both sides write them into the same word. */
const states = {
  kick: { before: (position: number) => used(1 - wrap(position)), after: (position: number) => available(wrap(position)) },
  call: { before: (position: number) => available(wrap(position)), after: (position: number) => used(wrap(position)) },
} as const;

const names = {
  kick: { buffer: 'buffer', off: 'device event.off_wrap', flags: 'device event.flags' },
  call: { buffer: 'buffer', off: 'driver event.off_wrap', flags: 'driver event.flags' },
} as const satisfies Record<Direction, Readonly<Record<string, string>>>;

const offWrap = (position: number): number => offset(position) + 32768 * wrap(position);

/** Whether the descriptor named by an event structure was among those from `old` up to `now`. VIRTIO 1.2 section 2.8.10. */
function isAmong(event: number, old: number, now: number): boolean {
  const wrapped = event >= 32768 ? 1 : 0;
  const next = offset(now);
  return eventIsDue(event - 32768 * wrapped - (wrapped === wrap(now) ? 0 : SIZE), next, next - (now - old));
}

/** The packed virtqueue: an entry is published by two flag bits of its own descriptor. VIRTIO 1.2 section 2.8. */
export function packedModel(direction: Direction, suppression: Suppression): Layout {
  const name = names[direction];
  const state = states[direction];
  const lap = Array.from({ length: SIZE }, (_, i) => (i < offset(FIRST) ? i + SIZE : i));
  const eventIdx = suppression === 'event_idx';
  const wish = (flags: number) => (flags === DISABLE ? `no ${direction} wanted` : flags === DESC ? 'at a descriptor' : `a ${direction} is due`);
  return {
    memory: {
      [name.buffer]: Array.from({ length: 1 + SIZE }, () => OLD),
      'descriptor.id': lap.map(() => 0),
      'descriptor.flags': lap.map((position) => state.before(position)),
      ...(eventIdx && { [name.off]: [offWrap(FIRST - 1)] }),
      [name.flags]: [DISABLE],
    },
    first: FIRST,

    publish: (positions, write) =>
      positions.flatMap((position): readonly Line[] => {
        const ordinal = position - FIRST;
        const at = constant(offset(position));
        return [
          { op: 'store', region: name.buffer, at: constant(idOf(ordinal)), value: constant(payloadOf(ordinal)), role: 'fill' },
          { op: 'store', region: 'descriptor.id', at, value: constant(idOf(ordinal)), role: 'fill' },
          ...fence(write),
          { op: 'store', region: 'descriptor.flags', at, value: constant(state.after(position)), role: 'publish' },
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

    look: (role, empty) => [
      { op: 'load', into: 'seen', region: 'descriptor.flags', at: from(['last'], offset), role, means: (seen, value) => (seen === state.after(value('last')) ? '1 to take' : 'nothing new') },
      { op: 'branch', when: from(['seen', 'last'], (seen, last) => (seen === state.after(last) ? 0 : 1)), to: empty },
    ],

    take: [
      { op: 'load', into: 'id', region: 'descriptor.id', at: from(['last'], offset), role: 'take', means: (id, value) => (id === idOf(value('last') - FIRST) ? '' : "the last lap's entry") },
      { op: 'load', into: 'payload', region: name.buffer, at: register('id'), role: 'take', means: (payload) => (payload === OLD ? 'not written yet' : '') },
      { op: 'expect', value: from(['payload', 'last'], (payload, last) => (payload === payloadOf(last - FIRST) ? 1 : 0)), says: 'acts on data from before the entry was written' },
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
