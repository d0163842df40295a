import { Random } from '../../src/sim/random.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import type { Timed } from '../../src/sim/simulation.ts';
import { cpuPerCall } from './cpu-time.ts';
import type { Measurement } from './measurement.ts';

/** Events of one measured call. */
const EVENTS = 2_000_000;
/** Delays with mean 10^6 ps, drawn beforehand: no random number is measured. */
const random = new Random(1, 'hold');
const delays = Float64Array.from({ length: 65_536 }, () => Math.round(random.exponential() * 1e6));

/** The classic hold model: the next of so many pending events is taken, and scheduled again an exponential delay later. */
export const hold: Measurement = {
  title: 'hold model: events of the bare event queue',
  says: 'at 16 pending the sorted array shifts 3 or 4 entries an event and the call of the event is as dear; at 1,000 a heap moves along 10 levels; at 100,000 every level is a cache miss',
  cases: ['16 pending', '1000 pending', '100000 pending'],
  inProcess: true,
  async measure(name) {
    const pending = Number.parseInt(name, 10);
    const simulation = new Simulation();
    let at = 0;
    let left = 0;
    const delay = (): number => delays[at++ & 65_535];
    class Held implements Timed {
      slot = -1;
      fire(): void {
        simulation.schedule(simulation.now + delay(), this);
        if (--left === 0) simulation.stop();
      }
    }
    for (let i = 0; i < pending; i++) simulation.schedule(delay(), new Held());
    const hold = (): void => {
      left = EVENTS;
      simulation.run();
    };
    const { ms, spreadPct } = [...await cpuPerCall(new Map([[name, hold]]), 1500)][0][1];
    return { 'events per second': (1000 * EVENTS) / ms, 'spread %': spreadPct };
  },
};
