import type { Steps } from '../machine/step.ts';
import type { Front, Plan } from './backend.ts';
import type { RegisterAccess } from './registers.ts';
import { submitPath } from './submit-path.ts';

/** The driver of a PL011 that is polled: for every byte its own loop, and accesses of the registers where those exit. */
export function uartFront(plan: Plan, perByte: Steps, accesses: number, access: RegisterAccess | null): Front {
  const { machine, device, requests } = plan;
  const byte = machine.tariff.path('UART byte', perByte);
  let written = 0;
  return {
    submit: submitPath(plan, 'write to console', device.guestSubmit),
    hasRoom: () => true,
    publish(request) {
      written = request;
      return false;
    },
    *kick() {},
    *spin(vcpu) {
      const request = written;
      for (let sent = 0; sent < requests.bytes[request]; sent++) {
        vcpu.thread.run(byte);
        yield;
        for (let i = 0; access !== null && i < accesses; i++) {
          vcpu.thread.call(access.access(vcpu));
          yield;
        }
      }
      requests.requesters[request].completed(request);
    },
  };
}
