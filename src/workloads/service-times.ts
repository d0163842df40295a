import type { Requests } from '../machine/requests.ts';
import type { Draw } from './workload.ts';

/** Draws what the device itself takes for each request: service time of a disk, time on the wire of a packet. */
export function drawServiceTimes(requests: Requests, { params, random }: Draw): void {
  const draws = random('service time');
  const meanPs = Number(params['device.service'] ?? 0) * 1000;
  const psPerByte = params['device.bandwidth'] === undefined ? 0 : 1e12 / Number(params['device.bandwidth']);
  const fixed = params['device.distribution'] !== 'exponential';
  for (let i = 0; i < requests.count; i++) {
    const draw = draws.exponential();
    const servicePs = meanPs === 0 && params['device.wire'] === undefined ? 0 : (fixed ? 1 : draw) * meanPs + requests.bytes[i] * psPerByte;
    requests.servicePs[i] = Math.round(servicePs);
  }
}
