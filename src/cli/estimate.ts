import type { Engine } from '../engines/engine.ts';
import { warmUp } from '../experiment/run.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import type { Timing } from '../store/store.ts';

/** Fewer trials than this are done before anybody has read how long they take. */
const FEWEST = 20;
/** Requests of a trial that is run only to see how long it takes, and how many of them there are for each worker. */
const PROBE_REQUESTS = 200;
const PROBES = 8;

type Sized = Pick<TrialSpec, 'system' | 'device' | 'requests' | 'replications'>;

const simulated = ({ requests, replications }: Sized): number => replications * (requests + warmUp(requests));

/** How long trials will take, in ms: as earlier ones did on this machine, else as a few short ones do now; null where that is not worth a look. */
export async function expectedMs(specs: readonly TrialSpec[], timings: readonly Timing[], engine: Engine): Promise<number | null> {
  if (specs.length < FEWEST) return null;
  const known = timings.length > 0 ? timings : await probed(specs, engine);
  const rates = new Map<string, { requests: number; ms: number }>();
  for (const timing of known) {
    for (const name of [nameOf(timing), '']) {
      const rate = rates.get(name) ?? { requests: 0, ms: 0 };
      rates.set(name, { requests: rate.requests + timing.trials * simulated(timing), ms: rate.ms + timing.ms });
    }
  }
  const total = specs.reduce((sum, spec) => {
    const rate = rates.get(nameOf(spec)) ?? rates.get('');
    return rate === undefined ? NaN : sum + (simulated(spec) * rate.ms) / rate.requests;
  }, 0);
  return Number.isNaN(total) ? null : total / Math.min(engine.width, specs.length);
}

const nameOf = ({ system, device }: Sized): string => `${system} ${device}`;

async function probed(specs: readonly TrialSpec[], engine: Engine): Promise<readonly Timing[]> {
  const count = Math.min(specs.length, PROBES * engine.width);
  const probes = Array.from({ length: count }, (_, i): TrialSpec => ({ ...specs[Math.floor(((i + 0.5) * specs.length) / count)], requests: PROBE_REQUESTS, replications: 1 }));
  const found: Timing[] = [];
  await engine.run(probes.map((spec, i) => ({ key: String(i), spec })), (key, outcome) => {
    const { system, device, requests, replications } = probes[Number(key)];
    if ('text' in outcome) found.push({ system, device, requests, replications, trials: 1, ms: outcome.elapsedMs });
  });
  // The first ones are slow: nothing has been compiled yet.
  return found.slice(found.length >> 1);
}
