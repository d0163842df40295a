import type { Parameters, ParameterValue } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { console } from './console.ts';
import { fio } from './fio.ts';
import type { FioJob } from './fio-job.ts';
import { openLoop } from './open-loop.ts';
import { producerConsumer } from './producer-consumer.ts';
import { rr } from './rr.ts';
import { stream } from './stream.ts';
import { counted } from './workload.ts';
import type { Draw, Guest, Workload } from './workload.ts';

/** What can run beside a workload that measures something else. */
const loads: Readonly<Record<string, Workload>> = { console, fio, 'open-loop': openLoop, 'producer-consumer': producerConsumer, rr, stream };

/** Their parameters, under names of their own: `rr_sessions` is `sessions` of rr. */
const prefix = (load: string): string => `${load.replace('-', '_')}_`;
const loadParameters: Parameters = Object.fromEntries(
  Object.entries(loads).flatMap(([id, { parameters }]) => Object.entries(parameters).map(([name, parameter]) => [prefix(id) + name, { ...parameter, says: `beside=${id}: ${parameter.says}` }])),
);

/** Which load, and how it is set; `says` is who runs it. */
export function besideParameters(says: string): Parameters {
  return { beside: { kind: 'choice', default: 'none', of: ['none', ...Object.keys(loads)], says }, ...loadParameters };
}

/** The job of fio: 4 KiB random reads, `fio_iodepth` of them at once. */
const randread: FioJob = {
  name: 'randread',
  rw: 'randread', readSizes: [[4096, 1]], writeSizes: [[4096, 1]], iodepth: 1, numjobs: 1, rwmixread: 100, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0,
};

/** Requests of the load before it begins again. */
const LOAD_REQUESTS = 4096;

/** The requests of the load, and behind them rows for what is measured; `guests` of them share how many are drawn. */
export function drawBeside(draw: Draw, rows: number): Requests {
  const load = loadOf(draw.params);
  const wanted = Math.ceil(LOAD_REQUESTS / Number(draw.params['topology.guests']));
  const drawn = load?.draw({ ...draw, wanted, params: loadParams(draw.params), jobs: [randread] }) ?? new Requests(0);
  const requests = new Requests(drawn.count, rows);
  requests.bytes.set(drawn.bytes);
  requests.answerBytes.set(drawn.answerBytes);
  requests.kinds.set(drawn.kinds);
  requests.offsets.set(drawn.offsets);
  requests.servicePs.set(drawn.servicePs);
  requests.gapPs.set(drawn.gapPs);
  return requests;
}

/** Starts the load in a guest; its requests are not what is measured. */
export function startBeside(guest: Guest): void {
  const load = loadOf(guest.params);
  if (load !== null && !load.devices.includes(guest.device)) {
    throw new Error(`workload.beside: ${String(guest.params['workload.beside'])} drives ${load.devices.join(', ')}, not ${guest.device}`);
  }
  load?.start(counted({ ...guest, params: loadParams(guest.params), jobs: [randread] }, () => {}));
}

function loadOf(params: Readonly<Record<string, ParameterValue>>): Workload | null {
  const beside = String(params['workload.beside']);
  return Object.hasOwn(loads, beside) ? loads[beside] : null;
}

/** The settings of a trial as the load knows them. */
function loadParams(params: Readonly<Record<string, ParameterValue>>): Readonly<Record<string, ParameterValue>> {
  const beside = String(params['workload.beside']);
  const names = Object.keys(loads[beside]?.parameters ?? {});
  return { ...params, ...Object.fromEntries(names.map((name) => [`workload.${name}`, params[`workload.${prefix(beside)}${name}`]])) };
}
