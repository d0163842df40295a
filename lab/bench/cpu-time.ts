import { readFileSync } from 'node:fs';
import { Bench } from 'tinybench';

const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`;

/** CPU time of the main thread in ms: what others do on the machine, and V8's helper threads, are not in it. Of the whole process where there is no /proc. */
export function cpuMs(): number {
  try {
    return Number(readFileSync(SCHEDSTAT, 'latin1').split(' ', 1)[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

/** CPU time of one call of each function in ms, after a warm-up, and half the width of its 95 % interval in per cent. */
export async function cpuPerCall(calls: ReadonlyMap<string, () => void>, timeMs: number): Promise<ReadonlyMap<string, { readonly ms: number; readonly spreadPct: number }>> {
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 4, iterations: 4, warmupIterations: 1, now: cpuMs });
  for (const [name, call] of calls) bench.add(name, call);
  await bench.run();
  return new Map(bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    return [name, { ms: result.latency.mean, spreadPct: result.latency.rme }];
  }));
}
