import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Measurement } from './measurement.ts';

/** What `npm start` takes: from the command to the finished report. */
export const standardSuite: Measurement = {
  title: 'the standard suite, from `run` to the finished report',
  says: 'wall time with as many workers as there are cores; trials, then charts and the lives of requests in the page',
  cases: ['run standard'],
  inProcess: false,
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-bench-'));
    try {
      const since = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [resolve('dist/cli.js'), 'run', 'standard'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      const seconds = (performance.now() - since) / 1000;
      if (status !== 0) throw new Error(`run standard: ${stderr}`);
      const { trials } = JSON.parse(readFileSync(join(folder, 'reports/standard.json'), 'utf8')) as { readonly trials: readonly unknown[] };
      return { 'trials per second': trials.length / seconds, seconds, trials: trials.length };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
