import type { ParameterValue } from '../machine/parameter.ts';
import type { Requests } from '../machine/requests.ts';
import type { Draw } from './workload.ts';

type Params = Readonly<Record<string, ParameterValue>>;

/** What so many bytes take on the wire or on the disk's bus, in whole ps; 0 where the device has no bandwidth. */
export function wirePs(params: Params, bytes: number): number {
  const bandwidth = params['device.bandwidth'];
  return bandwidth === undefined ? 0 : Math.round((bytes * 1e12) / Number(bandwidth));
}

/** Draws what the device itself takes for each request: service time of a disk, time on the wire of a packet. */
export function drawServiceTimes(requests: Requests, { params, random }: Draw): void {
  const draws = random('service time');
  const meanPs = Number(params['device.service'] ?? 0) * 1000;
  const atOnce = meanPs === 0 && params['device.wire'] === undefined;
  const fixed = params['device.distribution'] !== 'exponential';
  for (let i = 0; i < requests.count; i++) {
    const draw = draws.exponential();
    requests.servicePs[i] = atOnce ? 0 : Math.round((fixed ? 1 : draw) * meanPs) + wirePs(params, requests.bytes[i]);
  }
}
