import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import type { PollWindow } from '../machine/poll-window.ts';
import { Signal } from '../machine/signal.ts';
import type { Steps } from '../machine/step.ts';
import type { Stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import type { Interrupts } from './interrupts.ts';
import type { Bell, Kick } from './kick.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import { SharedWorker } from './shared-worker.ts';
import { buildQueues } from './virtio-queues.ts';
import type { QueueKind } from './virtio-queues.ts';
import { workerPaths } from './worker-paths.ts';

/** What distinguishes the threads that serve virtqueues: their step lists, their window, their loop. */
export interface WorkerKind {
  readonly name: string;
  readonly space: string;
  readonly serve: Steps;
  readonly complete: Steps;
  readonly publish: Steps;
  readonly receive: QueueKind['receive'];
  readonly call: Steps;
  readonly called: Steps;
  /** From the wake-up back to the loop. */
  readonly woken: Steps;
  /** A look at a ring by one that polls, and what follows where something was there. */
  readonly look: Steps;
  readonly noticed: Steps;
  /** From the device of one guest to that of another, where one thread serves many; null where it cannot. */
  readonly between: Steps | null;
  readonly disableKicks: Steps;
  readonly enableKicks: Steps;
  readonly sleep: Steps;
  readonly window: PollWindow;
  readonly pollStretch: Stretch;
  readonly asksForKicks: boolean;
  readonly weight: number;
  /** Of the whole device: its workers share them. */
  readonly interrupts: Interrupts;
  /** For a queue of requests, or for one that receives. */
  kick(bell: Bell, core: Core, ports: () => readonly Port[], receives: boolean): Kick;
  /** The device behind it, and how its completions get back to the worker. */
  device(client: DeviceClient): DeviceModel;
  loop(worker: Worker): Process;
}

/** Deals the queues of a device, and what the device has behind them, to its workers; each gets a core. */
export function dealToWorkers(plan: Plan, serve: (share: Plan, core: Core) => readonly Front[]): readonly Front[] {
  const workers = Math.min(Number(plan.params['topology.workers']), plan.queues.length);
  const dealt = ['device.channels', 'device.queue_depth'].filter((key) => plan.params[key] !== undefined);
  const params = { ...plan.params, ...Object.fromEntries(dealt.map((key) => [key, Math.max(1, Math.floor(Number(plan.params[key]) / workers))])) };
  return Array.from({ length: workers }, (_, worker) => {
    const queues = plan.queues.filter((_queue, i) => i % workers === worker);
    return serve({ ...plan, params, queues, name: workers === 1 ? plan.name : `${plan.name} worker ${worker}` }, plan.dealHostCore());
  }).flat();
}

/** One thread that serves all queues of a guest's device, alone or with those of others, and the driver's half of each. */
export function serveByWorker(plan: Plan, core: Core, kind: WorkerKind): readonly Front[] {
  if (kind.between !== null && plan.params['topology.threads'] === 'per-core') return SharedWorker.on(plan, core, kind).serve(plan, core, kind);
  const { machine } = plan;
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} ${kind.name}`, core, kind.space);
  const { fronts, ports } = buildQueues(plan, {
    ...kind,
    watcher: bell,
    kick: (own, receives) => kind.kick(bell, core, own, receives),
    device: (client) => kind.device(client),
    tell: () => bell.raise(),
  });
  thread.push(kind.loop({
    machine, thread, bell, ports, window: kind.window, pollStretch: kind.pollStretch, asksForKicks: kind.asksForKicks, weight: kind.weight,
    paths: workerPaths(machine.tariff, kind),
  }));
  core.enqueue(thread);
  return fronts;
}
