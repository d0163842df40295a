import type { Requests } from '../machine/requests.ts';
import type { Draw } from './workload.ts';

/**
 * Draws what the device itself takes for each request, by what it is asked: reading, writing or flushing. What its bytes
 * take on a bus or a link is not drawn: it depends on who else is there. `follows`: a request begins where the last one
 * of its job ended.
 */
export function drawServiceTimes(requests: Requests, { params, random }: Draw, follows: (request: number) => boolean = () => false): void {
  const draws = random('service time');
  const readPs = Number(params['device.service'] ?? 0) * 1000;
  const orRead = (key: string): number => (readPs === 0 ? 0 : Number(params[key] ?? readPs / 1000) * 1000);
  const meansPs = [readPs, orRead('device.write_service'), orRead('device.flush_service')];
  const ratio = Number(params['device.sequential_ratio'] ?? 1);
  const fixed = params['device.distribution'] !== 'exponential';
  for (let i = 0; i < requests.count; i++) {
    const draw = draws.exponential();
    requests.servicePs[i] = Math.round((fixed ? 1 : draw) * meansPs[requests.kinds[i]] * (ratio < 1 && follows(i) ? ratio : 1));
  }
}
