import { spawnSync } from 'node:child_process';
import type { Measurement } from './measurement.ts';

const RUNS = 11;

/** From the start of the process to its end, for commands that simulate nothing. */
export const coldStart: Measurement = {
  title: 'cold start of the command line',
  says: 'node itself is most of it: node -e 0 stands beside it',
  cases: ['node -e 0', 'vhost-lab --version', 'vhost-lab list systems'],
  inProcess: false,
  async measure(name) {
    const [program, ...args] = name.split(' ');
    const command = program === 'node' ? args : ['dist/cli.js', ...args];
    const times = Array.from({ length: RUNS }, () => {
      const sincePs = performance.now();
      const { status, stderr } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      return performance.now() - sincePs;
    }).toSorted((a, b) => a - b);
    return { 'starts per second': 1000 / times[RUNS >> 1], 'median ms': times[RUNS >> 1], 'least ms': times[0] };
  },
};
