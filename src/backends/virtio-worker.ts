import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import type { PollWindow } from '../machine/poll-window.ts';
import { Signal } from '../machine/signal.ts';
import type { Steps } from '../machine/step.ts';
import type { Stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import type { CallRelay } from './call-relay.ts';
import { callTo } from './guest-interrupt.ts';
import type { Kick } from './kick.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import type { RegisterAccess } from './registers.ts';
import { buildQueues } from './virtio-queues.ts';

/** What distinguishes the threads that serve virtqueues: their step lists, their window, their loop. */
export interface WorkerKind {
  readonly name: string;
  readonly space: string;
  readonly serve: Steps;
  readonly complete: Steps;
  readonly publish: Steps;
  readonly receive: Steps;
  readonly call: Steps;
  readonly called: Steps;
  /** From the wake-up back to the loop. */
  readonly woken: Steps;
  readonly noticed: Steps;
  readonly disableKicks: Steps;
  readonly enableKicks: Steps;
  readonly sleep: Steps;
  readonly window: PollWindow;
  readonly pollStretch: Stretch;
  readonly asksForKicks: boolean;
  readonly weight: number;
  readonly isr: RegisterAccess | null;
  /** Absent or null where the thread injects by itself. */
  readonly relay?: CallRelay | null;
  kick(bell: Signal, core: Core, ports: () => readonly Port[]): Kick;
  /** The device behind it, and how its completions get back to the worker. */
  device(client: DeviceClient): DeviceModel;
  loop(worker: Worker): Process;
}

/** Deals the queues of a device, and the channels behind it, to its workers; each gets a core. */
export function dealToWorkers(plan: Plan, serve: (share: Plan, core: Core) => readonly Front[]): readonly Front[] {
  const workers = Math.min(Number(plan.params['topology.workers']), plan.queues.length);
  const channels = plan.params['device.channels'];
  const params = channels === undefined ? plan.params : { ...plan.params, 'device.channels': Math.max(1, Math.floor(Number(channels) / workers)) };
  return Array.from({ length: workers }, (_, worker) => {
    const queues = plan.queues.filter((_queue, i) => i % workers === worker);
    return serve({ ...plan, params, queues, name: workers === 1 ? plan.name : `${plan.name} worker ${worker}` }, plan.dealHostCore());
  }).flat();
}

/** One thread that serves all queues of a guest's device, and the driver's half of each. */
export function serveByWorker(plan: Plan, core: Core, kind: WorkerKind): readonly Front[] {
  const { machine } = plan;
  const { tariff } = machine;
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} ${kind.name}`, core, kind.space);
  const { fronts, ports } = buildQueues(plan, {
    ...kind,
    watcher: bell,
    kick: (own) => kind.kick(bell, core, own),
    callTo: (vcpu, line) => kind.relay?.(callTo(plan, vcpu, line)) ?? callTo(plan, vcpu, line),
    device: (client) => kind.device(client),
    tell: () => bell.raise(),
  });
  const path = (name: string, steps: Steps) => tariff.path(`${kind.name} ${name}`, steps);
  thread.push(kind.loop({
    machine, thread, bell, ports, window: kind.window, pollStretch: kind.pollStretch, asksForKicks: kind.asksForKicks, weight: kind.weight,
    paths: {
      woken: path('woken', kind.woken), noticed: path('notices', kind.noticed), disableKicks: path('disables kicks', kind.disableKicks),
      enableKicks: path('enables kicks', kind.enableKicks), sleep: path('goes to sleep', kind.sleep),
    },
  }));
  core.enqueue(thread);
  return fronts;
}
