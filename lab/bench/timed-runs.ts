/** The child of a benchmark: each time it is asked it runs one trial, and answers with the CPU time of that in ms. */
import { runOnce } from '../../src/experiment/run.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';

let seed = 0;
process.on('message', (spec: TrialSpec) => {
  const from = process.cpuUsage();
  runOnce(spec, seed++);
  const { user, system } = process.cpuUsage(from);
  process.send?.((user + system) / 1000);
});
