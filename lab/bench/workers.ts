import { resolve } from 'node:path';
import { loadSuite } from '../../src/cli/load-suite.ts';
import { localEngine } from '../../src/engines/local.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import type { Measurement } from './measurement.ts';

/** Every so manieth trial of the large sweep: all systems, devices and workloads. */
const EVERY = 23;

/** How much of a second worker reaches the results. */
export const workers: Measurement = {
  title: 'two workers against one',
  says: 'wall time of the same trials on one worker thread and on two; efficiency is half of what two gain, and what else runs on the machine is taken from it',
  cases: ['trials of sweep-10k'],
  inProcess: false,
  async measure() {
    const { suite, ...sources } = loadSuite('sweep-10k', {});
    const tasks = expandSuite(suite, sources).filter((_, i) => i % EVERY === 0).map((spec, i) => ({ key: String(i), spec }));
    const secondsOf = async (jobs: number): Promise<number> => {
      const engine = localEngine({ script: resolve('dist/trial-worker.js'), jobs });
      try {
        // Threads start and code is compiled before the clock does.
        await engine.run(tasks.slice(0, 64), () => {});
        const since = performance.now();
        await engine.run(tasks, () => {});
        return (performance.now() - since) / 1000;
      } finally {
        await engine.close();
      }
    };
    const [one, two] = [await secondsOf(1), await secondsOf(2)];
    return { efficiency: one / (2 * two), 'seconds on one': one, 'seconds on two': two, trials: tasks.length };
  },
};
