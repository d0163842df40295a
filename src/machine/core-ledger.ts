import type { Path } from './path.ts';
import type { Stretch } from './stretch.ts';
import { stretches } from './stretch.ts';

/** Paths that a ledger has room for at first: a trial of one guest has fewer. */
const FIRST_PATHS = 256;

/** What a core did: visits and bytes by path id, elapsed time by stretch id, and the time in which it rested. */
export class CoreLedger {
  visits: Float64Array = new Float64Array(FIRST_PATHS);
  bytes: Float64Array = new Float64Array(FIRST_PATHS);
  readonly elapsedPs = new Float64Array(stretches.length);
  idlePs = 0;

  visit({ id }: Path, bytes: number): void {
    if (id >= this.visits.length) {
      this.visits = grown(this.visits, 2 * id);
      this.bytes = grown(this.bytes, 2 * id);
    }
    this.visits[id]++;
    if (bytes > 0) this.bytes[id] += bytes;
  }

  elapse({ id }: Stretch, ps: number): void {
    this.elapsedPs[id] += ps;
  }
}

function grown(before: Float64Array, length: number): Float64Array {
  const after = new Float64Array(length);
  after.set(before);
  return after;
}
