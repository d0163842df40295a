import type { Measurement } from './measurement.ts';
import { speedOf, trialOf } from './trials.ts';

const systems = ['vhe/vhost', 'static-partition/user-thread', 'vhe/sidecore'];
const depths = [1, 32];
const specOf = (name: string) => trialOf(name.split(',')[0], { set: { 'workload.iodepth': Number(name.split('depth ')[1]) } });

/** What a trial of one guest costs. */
export const small: Measurement = {
  title: 'one guest with a disk, 4 KiB random reads: simulated requests',
  says: 'what an event costs is spread over generators, rings in bytes and the hops of a completion, without one place that dominates',
  cases: systems.flatMap((system) => depths.map((depth) => `${system}, depth ${depth}`)),
  inProcess: true,
  alsoTogether: true,
  async measure(name) {
    return [...await speedOf(new Map([[name, specOf(name)]]), 2000)][0][1];
  },
};
