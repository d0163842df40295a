import { runOnce } from '../../../src/experiment/run.ts';
import type { Run } from '../../../src/experiment/run.ts';
import type { TrialSpec } from '../../../src/experiment/spec.ts';
import type { TraceFormatName } from '../../../src/formats/traces/index.ts';
import { traceFormats } from '../../../src/formats/traces/index.ts';
import { traceTrial } from '../../../src/formats/traces/trace-trial.ts';
import { specimen } from '../../specimen.ts';

interface Written {
  readonly text: string;
  readonly note: string;
}

const known = new Map<TrialSpec, Map<TraceFormatName, Written>>();
const runs = new Map<TrialSpec, Run>();

/** The file that a trace would be, and the note about it; made once for each specimen. */
export function traced(spec: TrialSpec, format: TraceFormatName): Written {
  const files = known.get(spec) ?? new Map<TraceFormatName, Written>();
  known.set(spec, files);
  const written = files.get(format) ?? tracedWithin(spec, format);
  files.set(format, written);
  return written;
}

/** As `traced`, of so many characters at most. */
export function tracedWithin(spec: TrialSpec, format: TraceFormatName, limit?: number): Written {
  const parts: string[][] = [];
  const note = traceTrial(spec, traceFormats[format], (text, part) => (parts[part] ??= []).push(text), limit);
  return { text: parts.flat().join(''), note };
}

/** The run that is traced, without a trace. */
export function untraced(spec: TrialSpec): Run {
  const run = runs.get(spec) ?? runOnce(spec, spec.seed);
  runs.set(spec, run);
  return run;
}

const shared = { 'topology.core_map': 'shared', 'topology.host_cores': 2, 'topology.vcpus': 2, 'topology.guests': 2, 'topology.tick_hz': 1000, 'topology.neighbour_load': 0.2, 'workload.iodepth': 4 };

/** Systems that differ in who does what, one with everybody on two cores. */
export const specimens: readonly (readonly [what: string, spec: TrialSpec])[] = [
  ...['vhe/vhost', 'nvhe/user-thread', 'static-partition/user-thread', 'xen/trap-and-emulate', 'vhe/sidecore', 'bare-metal/passthrough', 'vhe/user-thread[io=vcpu]'].map((system) => [system, specimen(system, { requests: 60, policy: 'shipping-2026' })] as const),
  ['vhe/user-thread, net', specimen('vhe/user-thread', { device: 'net', workload: 'rr', requests: 60 })],
  ['vhe/user-thread, two guests on two busy cores', specimen('vhe/user-thread', { requests: 200, policy: 'shipping-2026', set: shared })],
  ['vhe/vhost, a job that ends by itself', specimen('vhe/vhost', { requests: 900, job: { numberIos: 700 } })],
];
