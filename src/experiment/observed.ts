import type { Front } from '../backends/backend.ts';
import type { Device } from '../devices/device.ts';
import type { Machine } from '../machine/machine.ts';
import type { Observer, RequestStage } from '../machine/observer.ts';
import type { Requests } from '../machine/requests.ts';
import type { Guest } from '../workloads/workload.ts';

/** Tells an observer of the steps of one guest's requests that are not a virtqueue's. */
export type TellStep = (what: RequestStage, request: number) => void;

export function stepsOf(observer: Observer, machine: Machine, of: Requests): TellStep {
  return (what, request) => observer.request({ what, ...machine.moment, of, request, queue: null });
}

/** A device whose requests are told about: given to it, carried out, answered. */
export function observedDevice(device: Device, tell: TellStep): Device {
  return {
    ...device,
    model(machine, requests, client, values, peer) {
      const told = (what: 'finished' | 'arrived') => (request: number): void => {
        tell(what, request);
        client[what](request);
      };
      const model = device.model(machine, requests, { finished: told('finished'), arrived: told('arrived') }, values, peer);
      return {
        start(request) {
          tell('submitted', request);
          model.start(request);
        },
        ...(model.collected === undefined ? {} : { collected: (request) => model.collected?.(request) }),
      };
    },
  };
}

/** A driver whose requests are told about: published, and kicked for. */
export function observedFront(front: Front, tell: TellStep): Front {
  const { tellOfRoom, reclaim } = front;
  return {
    get submit() {
      return front.submit;
    },
    get acknowledge() {
      return front.acknowledge;
    },
    hasRoom: () => front.hasRoom(),
    ...(tellOfRoom === undefined ? {} : { tellOfRoom: (tell) => front.tellOfRoom?.(tell) }),
    publish(request) {
      tell('published', request);
      const kicks = front.publish(request);
      if (kicks) tell('kicked', request);
      return kicks;
    },
    kick: (vcpu) => front.kick(vcpu),
    spin: (vcpu) => front.spin(vcpu),
    ...(reclaim === undefined ? {} : { reclaim }),
  };
}

/** A guest whose tasks tell when they begin a request, know of its end, and have it. */
export function observedGuest(guest: Guest, tell: TellStep): Guest {
  return {
    ...guest,
    watch: tell,
    finish(request) {
      tell('collected', request);
      guest.finish(request);
    },
  };
}
