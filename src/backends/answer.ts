import type { Answer, HostProcess } from '../devices/device.ts';
import type { Plan } from './backend.ts';

/** An answer that is one thing: the completion of a request. */
export const single: Answer = { segments: 1, packets: 1 };

/** What an answer of so many bytes from a plan's device is made of. */
export function answerOf({ device, params }: Pick<Plan, 'device' | 'params'>, bytes: number): Answer {
  return device.answer?.(bytes, params) ?? single;
}

/** Where a process of the host runs that is the peer of a plan's device: on the last of the host's cores. */
export function peerOf({ hostCores, venue }: Pick<Plan, 'hostCores' | 'venue'>): HostProcess | null {
  const core = hostCores.at(-1);
  return core === undefined ? null : { core, venue };
}
