import type { Answer, DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Steps } from '../machine/step.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import { answerOf } from './answer.ts';
import type { Front, Plan } from './backend.ts';
import type { Completions } from './completions.ts';
import type { Bell, Call, Kick } from './kick.ts';
import type { Interrupts } from './interrupts.ts';
import { NetFront } from './net-front.ts';
import { RequestPort } from './port.ts';
import type { Port } from './port.ts';
import { receiveBuffers } from './receive-buffers.ts';
import { ReceivePort } from './receive-port.ts';
import { RingPath } from './ring-path.ts';
import { SizedRingPaths } from './sized-ring-paths.ts';
import { VirtioFront } from './virtio-front.ts';

/** What a back end that serves virtqueues is made of, whoever runs it. */
export interface QueueKind {
  readonly name: string;
  /** Per chain taken, per completion, after a turn of completions, and for an answer that fills so many receive buffers. */
  readonly serve: Steps;
  readonly complete: Steps;
  readonly publish: Steps;
  readonly receive: (answer: Answer, buffers: number) => Steps;
  /** Up to the injection, and the way back. */
  readonly call: Steps;
  readonly called: Steps;
  readonly interrupts: Interrupts;
  /** Whoever looks at the rings without being kicked. */
  readonly watcher: Bell;
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
    serve: new RingPath(tariff, `${name}: serve`, kind.serve),
    complete: new RingPath(tariff, `${name}: complete`, complete),
    publish: new RingPath(tariff, `${name}: publish`, kind.publish),
    publishesEach: plan.params['policy.publish_used'] !== 'batch',
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
        paths: new SizedRingPaths(tariff, `${kind.name} receive: complete`, (bytes) => kind.receive(answerOf(plan, bytes), buffers.filledBy(bytes))),
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
