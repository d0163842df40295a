import { fence, type Direction, type Layout } from './layout.ts';
import { layouts, type Barriers, type Protocol } from './protocol.ts';
import { constant, from, type Line } from './program.ts';
import { makeSystem, type System } from './system.ts';

/** What a round trip does besides the protocol of notifications. */
export interface RoundTrip {
  readonly requests: number;
  /** Descriptors in the ring: fewer than requests, so that they are used again. */
  readonly size: number;
  /**
   * Each side decides something by the data it has read before it gives the entry back. That control dependency is all that
   * keeps a load from being overtaken by the store that allows the peer to write there again.
   */
  readonly inspects: boolean;
}

/** Both directions of a queue at once: the driver publishes, the device answers, and the driver publishes in the same place again. */
export function roundTripSystem({ layout, suppression }: Omit<Protocol, 'direction'>, barriers: Barriers, { requests, size, inspects }: RoundTrip): System {
  const kick = layouts[layout]('kick', suppression, size);
  const call = layouts[layout]('call', suppression, size);
  const numbers = Array.from({ length: requests }, (_, i) => i);
  const begin: Line = { op: 'set', into: 'last', value: constant(kick.first) };
  const collect = (request: number) => receive(call, 'call', request, barriers, inspects);
  const offer = (request: number) => send(kick, 'kick', request, barriers);
  return makeSystem({
    threads: {
      driver: [begin, ...numbers.flatMap((request) => [...(request < size ? [] : collect(request - size)), ...offer(request)]), ...numbers.slice(-size).flatMap(collect)],
      device: [begin, ...numbers.flatMap((request) => [...receive(kick, 'kick', request, barriers, inspects), ...send(call, 'call', request, barriers)])],
    },
    memory: { ...call.memory, ...kick.memory },
  });
}

function send(queue: Layout, direction: Direction, ordinal: number, { write, publisherFull }: Barriers): readonly Line[] {
  const position = queue.first + ordinal;
  const quiet = `quiet ${ordinal}`;
  return [
    ...queue.publish([position], write),
    ...fence(publisherFull),
    ...queue.test(position, position + 1, quiet),
    { op: 'signal', signal: direction, role: direction },
    { op: 'label', name: quiet },
  ];
}

/** Waits for one entry and takes it: look; if there is none ask for a notification, look again, sleep. */
function receive(queue: Layout, direction: Direction, ordinal: number, { read, consumerFull }: Barriers, inspects: boolean): readonly Line[] {
  const acquire = read === 'acquire';
  const label = (name: string): string => `${name} ${ordinal}`;
  return [
    { op: 'label', name: label('drain') },
    ...queue.look('look', label('empty'), acquire),
    { op: 'jump', to: label('take') },
    { op: 'label', name: label('empty') },
    ...queue.enable,
    ...fence(consumerFull),
    ...queue.look('re-check', label('sleep'), acquire),
    { op: 'jump', to: label('awake') },
    { op: 'label', name: label('sleep') },
    { op: 'sleep', signal: direction, role: 'sleep', means: () => `entry ${ordinal + 1} is published and not taken` },
    { op: 'label', name: label('awake') },
    ...queue.disable,
    { op: 'jump', to: label('drain') },
    { op: 'label', name: label('take') },
    ...fence(acquire ? 'none' : read),
    ...queue.take,
    ...(inspects ? ([{ op: 'branch', when: from(['payload'], () => 0), to: label('take') }] satisfies readonly Line[]) : []),
  ];
}
