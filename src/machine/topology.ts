import type { Parameters } from './parameter.ts';

/** What a suite can say about cores, guests and who shares what. */
export const topology = {
  guests: { kind: 'count', default: 1, min: 1, max: 1000, says: 'guests, each with a device of its own and the same workload' },
  vcpus: { kind: 'count', default: 1, min: 1, max: 64, says: 'vCPUs of each guest' },
  queues: { kind: 'count', default: 1, min: 1, max: 64, says: 'virtqueues (pairs, for net) of each device; vCPUs share them in turn' },
  workers: { kind: 'count', default: 1, min: 1, max: 64, says: 'threads that serve each device (vhost, sidecore, I/O threads of a disk under KVM); its queues and what is behind them are dealt to these' },
  threads: { kind: 'choice', default: 'per-device', of: ['per-device', 'per-core'], says: 'vhost, sidecore: each device has threads of its own, or one thread on each host core serves all devices that are dealt to it (SPDK, ELVIS)' },
  data: { kind: 'choice', default: 'auto', of: ['auto', 'l1', 'l2', 'llc', 'memory', 'remote'], says: 'where the back end finds the data it copies; auto: by size and by who runs where' },
  host_cores: { kind: 'count', default: 1, min: 1, max: 256, says: 'cores for backends and the host; threads are dealt to them in turn' },
  guest_cores: { kind: 'count', default: 0, min: 0, max: 256, says: 'cores that the vCPUs of all guests are dealt to in turn, where core_map is separate; 0: each has a core of its own' },
  core_map: { kind: 'choice', default: 'separate', of: ['separate', 'shared'], says: 'separate: every vCPU has a core of its own; shared: vCPUs live on the host cores too' },
  idle: { kind: 'choice', default: 'shallow', of: ['shallow', 'deep'], says: 'idle state that an empty core enters: what waking it costs' },
  tick_hz: { kind: 'count', default: 0, min: 0, max: 1000, says: 'scheduler ticks per second on every core; 0 is off' },
  neighbour_load: { kind: 'number', default: 0, min: 0, max: 1, says: 'share of each host core that an unrelated process wants' },
  slice: { kind: 'duration', default: 3_000_000, min: 1000, says: 'how long a thread keeps a core that others want' },
} as const satisfies Parameters;
