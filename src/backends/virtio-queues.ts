import type { Answer, DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Signal } from '../machine/signal.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import type { Steps } from '../machine/step.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import { answerOf } from './answer.ts';
import type { Front, Plan } from './backend.ts';
import type { Completions } from './completions.ts';
import type { Call, Kick } from './kick.ts';
import type { Interrupts } from './interrupts.ts';
import { NetFront } from './net-front.ts';
import { RequestPort } from './port.ts';
import type { Port } from './port.ts';
import { receiveBuffers } from './receive-buffers.ts';
import { ReceivePort } from './receive-port.ts';
import { VirtioFront } from './virtio-front.ts';

/** What a back end that serves virtqueues is made of, whoever runs it. */
export interface QueueKind {
  readonly name: string;
  /** Per chain taken, per completion, and for an answer that fills so many receive buffers of so many descriptors in all. */
  readonly serve: Steps;
  readonly complete: Steps;
  readonly receive: (answer: Answer, buffers: number, descriptors: number) => Steps;
  /** Up to the injection, and the way back. */
  readonly call: Steps;
  readonly called: Steps;
  readonly interrupts: Interrupts;
  /** Whoever looks at the rings without being kicked. */
  readonly watcher: Signal;
  kick(ports: () => readonly Port[], receives: boolean): Kick;
  /** The device behind it. */
  device(client: DeviceClient): DeviceModel;
  /** A completion or a packet lies in a port. */
  tell(port: Port): void;
}

export interface Queues {
  readonly fronts: readonly Front[];
  readonly ports: readonly Port[];
}

/** The virtqueues of one guest's device: the driver's half of each as a front, the back end's as ports. */
export function buildQueues(plan: Plan, kind: QueueKind): Queues {
  const { requests } = plan;
  const { tariff } = plan.machine;
  const { tell } = kind;
  const portOf = new Array<RequestPort>(requests.count);
  const answersTo = new Array<ReceivePort>(requests.count);
  const device = kind.device({
    finished(request) {
      portOf[request].finished(request);
      tell(portOf[request]);
    },
    arrived(request) {
      answersTo[request].arrived(request);
      tell(answersTo[request]);
    },
  });
  const workPs = Math.round(Number(plan.params['device.work'] ?? 0) * 1000);
  const pathsOf = (complete: Steps, name: string) => ({
    serve: tariff.path(`${name}: serve`, kind.serve),
    complete: tariff.path(`${name}: complete`, complete),
    call: tariff.path(`${name}: call`, kind.call),
    called: tariff.path(`${name}: call, way back`, kind.called),
    workPs,
  });
  const requestPort = (queue: DeviceQueue, call: Call, answers: ReceivePort | null): RequestPort => {
    const port: RequestPort = new RequestPort(queue, pathsOf(kind.complete, kind.name), call, {
      start(request) {
        portOf[request] = port;
        if (answers !== null) answersTo[request] = answers;
        device.start(request);
      },
      collected: (request) => device.collected?.(request),
    }, requests);
    return port;
  };
  const all: Port[] = [];
  const fronts = plan.queues.map((vcpu): Front => {
    const own: Port[] = [];
    const notifications = { kick: kind.kick(() => own, false), watcher: kind.watcher, callOf: (queue: Completions) => kind.interrupts.callOf(vcpu, queue) };
    let front: Front;
    if (plan.device.completes === 'by packet') {
      const buffers = receiveBuffers(plan);
      const pair = new NetFront(plan, vcpu, notifications, kind.kick(() => own, true), buffers);
      const fills = {
        bufferBytes: buffers.bytes,
        buffersFor: buffers.filledBy,
        paths: new SizedPaths(tariff, `${kind.name} receive: complete`, (bytes) => {
          const filled = buffers.filledBy(bytes);
          return kind.receive(answerOf(plan, bytes), filled, filled * buffers.descriptors);
        }),
      };
      const receive = new ReceivePort(pair.receive.device, pathsOf([], `${kind.name} receive`), pair.callReceive, requests, fills);
      own.push(requestPort(pair.transmit.device, pair.callTransmit, receive), receive);
      front = pair;
    } else {
      const single = new VirtioFront(plan, notifications);
      own.push(requestPort(single.queue.device, single.call, null));
      front = single;
    }
    all.push(...own);
    return front;
  });
  return { fronts, ports: all };
}
