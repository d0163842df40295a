import type { Core } from '../machine/core.ts';
import type { PollWindow } from '../machine/poll-window.ts';
import { Signal } from '../machine/signal.ts';
import type { Steps } from '../machine/step.ts';
import type { Stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import type { Front, Plan } from './backend.ts';
import type { Kick } from './kick.ts';
import type { Worker } from './loops.ts';
import { NetFront } from './net-front.ts';
import { ReceivePort, RequestPort } from './port.ts';
import type { Port } from './port.ts';
import type { RegisterAccess } from './registers.ts';
import { VirtioFront } from './virtio-front.ts';

/** What distinguishes the threads that serve virtqueues: their step lists, their window, their loop. */
export interface WorkerKind {
  readonly name: string;
  readonly space: string;
  readonly serve: Steps;
  readonly complete: Steps;
  readonly receive: Steps;
  readonly call: Steps;
  readonly called: Steps;
  readonly woken: Steps;
  readonly noticed: Steps;
  readonly disableKicks: Steps;
  readonly enableKicks: Steps;
  readonly sleep: Steps;
  readonly window: PollWindow;
  readonly pollStretch: Stretch;
  readonly weight: number;
  readonly isr: RegisterAccess | null;
  kick(bell: Signal, core: Core): Kick;
  /** The device behind it, and how its completions get back to the worker. */
  device(client: DeviceClient): DeviceModel;
  loop(worker: Worker): Process;
}

/** One thread that serves all queues of a guest's device, and the driver's half of each. */
export function serveByWorker(plan: Plan, core: Core, kind: WorkerKind): readonly Front[] {
  const { machine, requests } = plan;
  const { tariff } = machine;
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} ${kind.name}`, core, kind.space);
  const portOf: RequestPort[] = [];
  const answersTo: ReceivePort[] = [];
  const tellWorker = (): void => {
    if (machine.running?.current !== thread || machine.running.current.asleep) bell.raise();
  };
  const device = kind.device({
    finished: (request) => {
      portOf[request].finished(request);
      tellWorker();
    },
    arrived: (request) => {
      answersTo[request].arrived(request);
      tellWorker();
    },
  });
  const pathsOf = (complete: Steps, name: string) => ({
    serve: tariff.path(`${name}: serve`, kind.serve),
    complete: tariff.path(`${name}: complete`, complete),
    call: tariff.path(`${name}: call`, kind.call),
    called: tariff.path(`${name}: call, way back`, kind.called),
  });
  const ports: Port[] = [];
  const fronts = plan.queues.map((vcpu): Front => {
    const notifications = { kick: kind.kick(bell, core), isr: kind.isr, watcher: bell };
    const startFor = (port: () => RequestPort, answers: () => ReceivePort | null): DeviceModel => ({
      start: (request) => {
        portOf[request] = port();
        const receiver = answers();
        if (receiver !== null) answersTo[request] = receiver;
        device.start(request);
      },
    });
    const requestPort = (queue: DeviceQueue, call: { raise(): void }, answers: () => ReceivePort | null): RequestPort => {
      const port: RequestPort = new RequestPort(queue, pathsOf(kind.complete, kind.name), call, startFor(() => port, answers), requests.count);
      ports.push(port);
      return port;
    };
    if (plan.device.completes === 'by packet') {
      const front = new NetFront(plan, vcpu, notifications);
      const receive = new ReceivePort(front.receive.device, pathsOf([...kind.receive, ...kind.complete], `${kind.name} receive`), front.callReceive);
      requestPort(front.transmit.device, front.callTransmit, () => receive);
      ports.push(receive);
      return front;
    }
    const front = new VirtioFront(plan, vcpu, notifications);
    requestPort(front.queue.device, front.call, () => null);
    return front;
  });
  const path = (name: string, steps: Steps) => tariff.path(`${kind.name} ${name}`, steps);
  thread.push(kind.loop({
    machine, thread, bell, ports, window: kind.window, pollStretch: kind.pollStretch, weight: kind.weight,
    paths: {
      woken: path('woken', kind.woken), noticed: path('notices', kind.noticed), disableKicks: path('disables kicks', kind.disableKicks),
      enableKicks: path('enables kicks', kind.enableKicks), sleep: path('goes to sleep', kind.sleep),
    },
  }));
  core.enqueue(thread);
  return fronts;
}
