import { eventIsDue } from '../event-index.ts';
import { fence, OLD, payloadOf, saysOf, type Direction, type Layout, type Suppression } from './layout.ts';
import { constant, from, register, type Line } from './program.ts';

/** Words of the two rings, by direction. VIRTIO 1.2 sections 2.7.6 and 2.7.8. */
const names = {
  kick: { index: 'avail.idx', slot: 'avail.ring', buffer: 'descriptor', flags: 'used.flags', event: 'avail_event' },
  call: { index: 'used.idx', slot: 'used.ring', buffer: 'in buffer', flags: 'avail.flags', event: 'used_event' },
} as const satisfies Record<Direction, Readonly<Record<string, string>>>;

/** The index passes 65535 behind the first entry. */
const FIRST = 65535;
const DISABLED = 1;
const at0 = constant(0);
const idx = (position: number): number => position & 0xffff;

/** The split virtqueue: entries in ring slots, published by a free-running index. VIRTIO 1.2 section 2.7. */
export function splitModel(direction: Direction, suppression: Suppression, size = 4): Layout {
  const name = names[direction];
  const slot = (position: number): number => position & (size - 1);
  /** Heads, by which an entry is found; head 0 is what the last lap left in the ring. */
  const headOf = (ordinal: number): number => 1 + (ordinal & (size - 1));
  const words = (n: number, value: number): readonly number[] => Array.from({ length: n }, () => value);
  const isNew = (seen: number, last: number) => (seen === last ? 'nothing new' : `${idx(seen - last)} to take`);
  return {
    memory: {
      [name.buffer]: words(1 + size, OLD),
      [name.slot]: words(size, 0),
      [name.index]: [idx(FIRST)],
      ...(suppression === 'flags' ? { [name.flags]: [DISABLED] } : { [name.event]: [idx(FIRST - 1)] }),
    },
    first: FIRST,

    publish: (positions, write) => [
      ...positions.flatMap((position): readonly Line[] => {
        const ordinal = position - FIRST;
        return [
          { op: 'store', region: name.buffer, at: constant(headOf(ordinal)), value: constant(payloadOf(ordinal)), role: 'fill' },
          { op: 'store', region: name.slot, at: constant(slot(position)), value: constant(headOf(ordinal)), role: 'fill' },
        ];
      }),
      ...fence(write),
      { op: 'store', region: name.index, at: at0, value: constant(idx((positions.at(-1) ?? FIRST) + 1)), role: 'publish' },
    ],

    test: (old, now, suppressed) => {
      const isDue = suppression === 'flags' ? (flags: number) => flags !== DISABLED : (event: number) => eventIsDue(event, idx(now), idx(old));
      const region = suppression === 'flags' ? name.flags : name.event;
      return [
        { op: 'load', into: 'wish', region, at: at0, role: 'test', means: (wish) => (isDue(wish) ? `a ${direction} is due` : `no ${direction} wanted`) },
        { op: 'branch', when: from(['wish'], (wish) => (isDue(wish) ? 0 : 1)), to: suppressed },
      ];
    },

    look: (role, empty, acquire = false) => [
      { op: 'load', into: 'seen', region: name.index, at: at0, acquire, role, means: (seen, value) => isNew(seen, value('last')) },
      { op: 'branch', when: from(['seen', 'last'], (seen, last) => (seen === last ? 1 : 0)), to: empty },
    ],

    take: [
      { op: 'load', into: 'head', region: name.slot, at: from(['last'], slot), role: 'take', means: (head, value) => (head === headOf(idx(value('last') - FIRST)) ? '' : "the last lap's entry") },
      { op: 'load', into: 'payload', region: name.buffer, at: register('head'), role: 'take', means: (payload, value) => saysOf(payload, idx(value('last') - FIRST)) },
      { op: 'expect', value: from(['payload', 'last'], (payload, last) => (payload === payloadOf(idx(last - FIRST)) ? 1 : 0)), says: 'acts on data that are not those of the entry' },
      { op: 'set', into: 'last', value: from(['last'], (last) => idx(last + 1)) },
    ],

    disable: suppression === 'flags' ? [{ op: 'store', region: name.flags, at: at0, value: constant(DISABLED), role: 'disable' }] : [],
    enable: [
      suppression === 'flags'
        ? { op: 'store', region: name.flags, at: at0, value: constant(0), role: 'enable' }
        : { op: 'store', region: name.event, at: at0, value: register('last'), role: 'enable' },
    ],
  };
}
