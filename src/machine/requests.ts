/** Who is told in the guest that a request is done. */
export interface Requester {
  /** True when that woke somebody. */
  completed(request: number): boolean;
}

/** Told of requests on their way between guest and back end, as it happens; charges nothing and changes nothing. */
export interface Passage {
  /** The back end has taken it out of the ring. */
  received(request: number): void;
  /** The back end has done what is to be done for it, and hands it to the device. */
  served(request: number): void;
  /** The call of its ring is made now, and was begun `sincePs` ago. */
  called(sincePs: number): void;
  /** The guest begins to handle the interrupt of its ring. */
  interrupted(): void;
}

/**
 * The requests of one guest, by index: what is asked is drawn beforehand, so that every system is asked the same;
 * when each began and ended is noted while the simulation runs.
 */
export class Requests {
  /** Requests of the device: the rows behind them are for what never goes there. */
  readonly count: number;
  /** Payload. */
  readonly bytes: Uint32Array;
  /** Payload of the packet that answers it; 0 is an acknowledgement alone. */
  readonly answerBytes: Uint32Array;
  /** 0 read or receive, 1 write or send, 2 flush. */
  readonly kinds: Uint8Array;
  /** Where on the device it begins, in bytes; 0 where a workload does not say. */
  readonly offsets: Float64Array;
  /** What the device itself takes. */
  readonly servicePs: Float64Array;
  /** Think time before the request, or the time of its arrival, as the workload says. */
  readonly gapPs: Float64Array;
  readonly startPs: Float64Array;
  readonly endPs: Float64Array;
  readonly requesters: Requester[];
  passage: Passage | null = null;
  /** Which guest's they are, for an observer. */
  guest = 0;

  constructor(count: number, more = 0) {
    const rows = count + more;
    this.count = count;
    this.bytes = new Uint32Array(rows);
    this.answerBytes = new Uint32Array(rows);
    this.kinds = new Uint8Array(rows);
    this.offsets = new Float64Array(rows);
    this.servicePs = new Float64Array(rows);
    this.gapPs = new Float64Array(rows);
    this.startPs = new Float64Array(rows);
    this.endPs = new Float64Array(rows);
    this.requesters = new Array<Requester>(rows);
  }

  /** What was drawn, as bytes to hash: how long each table is, then the tables in which anything but 0 was drawn. */
  drawn(): Uint8Array {
    const tables = [this.bytes, this.answerBytes, this.kinds, this.offsets, this.servicePs, this.gapPs]
      .map((table) => (isBlank(table) ? new Uint8Array(0) : new Uint8Array(table.buffer)));
    const parts = [new Uint8Array(Uint32Array.from([this.count, ...tables.map(({ length }) => length)]).buffer), ...tables];
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

// Loops: every trial looks through the tables of all its requests, where calling a function for each entry takes a twentieth of the trial.

/** The largest of so many bytes; 0 where there are none. */
export function largestOf(bytes: Uint32Array): number {
  let largest = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] > largest) largest = bytes[i];
  return largest;
}

function isBlank(table: ArrayLike<number>): boolean {
  for (let i = 0; i < table.length; i++) if (table[i] !== 0) return false;
  return true;
}
