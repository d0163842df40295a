import type { Metrics } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { makeProgress } from './progress.ts';
import { withTrialWorkers } from './trial-workers.ts';

/** Results that are held at once: a result is large, and only its numbers are kept. */
const AT_ONCE = 500;

/** Runs many small trials on worker threads with a live progress; their numbers in the order of the specifications. */
export async function measureMany(specs: Iterable<TrialSpec>, total: number, what: string): Promise<readonly Metrics[]> {
  const progress = makeProgress(total, process.stderr, what);
  const interrupted = (): void => {
    progress.stop();
    // Whoever else hears Ctrl-C has something to put away, and ends the process.
    if (process.listenerCount('SIGINT') > 0) return;
    process.stderr.write('interrupted: nothing was written\n');
    process.exit(130);
  };
  process.prependOnceListener('SIGINT', interrupted);
  try {
    return await withTrialWorkers(async (run) => {
      const kept: Metrics[] = [];
      for (const lot of lots(specs)) {
        const before = kept.length;
        for (const { metrics } of await run(lot, (count) => progress.done(before + count))) kept.push(metrics);
      }
      return kept;
    });
  } finally {
    process.off('SIGINT', interrupted);
    progress.stop();
  }
}

function* lots<T>(items: Iterable<T>): Generator<readonly T[]> {
  let lot: T[] = [];
  for (const item of items) {
    if (lot.push(item) < AT_ONCE) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}
