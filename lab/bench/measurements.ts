import { coldStart } from './cold-start.ts';
import { density } from './density.ts';
import { hold } from './hold.ts';
import type { Measurement } from './measurement.ts';
import { standardSuite } from './standard-suite.ts';
import { largeSweep } from './sweep.ts';
import { small } from './systems.ts';
import { workers } from './workers.ts';

/** Everything that `npm run bench` measures, in its order. */
export const measurements = {
  systems: small,
  density,
  hold,
  'cold-start': coldStart,
  standard: standardSuite,
  workers,
  sweep: largeSweep,
} as const satisfies Readonly<Record<string, Measurement>>;
