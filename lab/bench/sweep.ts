import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Measurement } from './measurement.ts';

const TRIALS = 10_000;
/** What a process says at its end: its peak memory, in KiB. */
const LAST_WORDS = 'process.on("exit", () => process.stderr.write(`\\n${process.resourceUsage().maxRSS}`))';

/** A large sweep as a user sees it: from the command to the finished report, and once more when all is known. */
export const largeSweep: Measurement = {
  title: 'ten thousand trials, from `run` to the finished report, and the same command again',
  says: 'wall time with as many workers as there are cores, and peak memory of the process with its workers; the trials bound the first, the table and the store the second',
  cases: ['run sweep-10k'],
  inProcess: false,
  async measure(name) {
    const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-bench-'));
    const run = (): { readonly seconds: number; readonly peakMiB: number } => {
      const since = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(LAST_WORDS)}`, resolve('dist/cli.js'), ...name.split(' ')], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
      const seconds = (performance.now() - since) / 1000;
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      return { seconds, peakMiB: Number(stderr.slice(stderr.lastIndexOf('\n'))) / 1024 };
    };
    try {
      const [first, again] = [run(), run()];
      return { 'trials per second': TRIALS / first.seconds, seconds: first.seconds, 'peak MiB': first.peakMiB, 'seconds again': again.seconds, 'peak MiB again': again.peakMiB };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
