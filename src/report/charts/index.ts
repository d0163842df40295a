import type { Chart } from './chart.ts';
import { cpuByLevel } from './cpu-by-level.ts';
import { cpuByRole } from './cpu-by-role.ts';
import { distribution } from './distribution.ts';
import { events } from './events.ts';
import { latency } from './latency.ts';
import { length } from './length.ts';
import { provenance } from './provenance.ts';
import { throughput } from './throughput.ts';

/** Every chart, in the order of the page. */
export const charts = [latency, throughput, distribution, events, cpuByRole, cpuByLevel, provenance, length] as const satisfies readonly Chart[];
