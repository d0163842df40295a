/** Who is told in the guest that a request is done. */
export interface Requester {
  /** True when that woke somebody. */
  completed(request: number): boolean;
}

/**
 * The requests of one guest, by index: what is asked is drawn beforehand, so that every system is asked the same;
 * when each began and ended is noted while the simulation runs.
 */
export class Requests {
  readonly count: number;
  /** Payload. */
  readonly bytes: Uint32Array;
  /** 0 read or receive, 1 write or send, 2 flush. */
  readonly kinds: Uint8Array;
  /** What the device itself takes. */
  readonly servicePs: Float64Array;
  /** Think time before the request, or the time of its arrival, as the workload says. */
  readonly gapPs: Float64Array;
  readonly startPs: Float64Array;
  readonly endPs: Float64Array;
  readonly requesters: Requester[] = [];

  constructor(count: number) {
    this.count = count;
    this.bytes = new Uint32Array(count);
    this.kinds = new Uint8Array(count);
    this.servicePs = new Float64Array(count);
    this.gapPs = new Float64Array(count);
    this.startPs = new Float64Array(count);
    this.endPs = new Float64Array(count);
  }

  /** What was drawn, as bytes to hash. */
  drawn(): Uint8Array {
    const parts = [this.bytes, this.kinds, this.servicePs, this.gapPs].map((part) => new Uint8Array(part.buffer));
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}
