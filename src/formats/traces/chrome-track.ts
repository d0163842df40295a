/** Writes events of one track: slices that nest strictly, each begun and ended, in the order of time. */
export class ChromeTrack {
  readonly pid: number;
  readonly tid: number;
  readonly #write: (event: string) => void;
  /** Slices that go on over several spans, outermost first. */
  #outer: string | null = null;
  #stretchOfTrace = 0;
  /** Where the track has come to, in ps. */
  #atPs = 0;

  constructor(pid: number, tid: number, process: string, name: string, write: (event: string) => void) {
    this.pid = pid;
    this.tid = tid;
    this.#write = write;
    if (tid === 1) write(`{"ph":"M","pid":${pid},"name":"process_name","args":{"name":${JSON.stringify(process)}}}`);
    write(`{"ph":"M","pid":${pid},"tid":${tid},"name":"thread_name","args":{"name":${JSON.stringify(name)}}}`);
    write(`{"ph":"M","pid":${pid},"tid":${tid},"name":"thread_sort_index","args":{"sort_index":${tid}}}`);
  }

  begin(name: string, category: string, ps: number, args = ''): void {
    this.#atPs = ps;
    this.#write(`{"ph":"B","pid":${this.pid},"tid":${this.tid},"ts":${us(ps)},"name":${JSON.stringify(name)},"cat":"${category}"${args === '' ? '' : `,"args":${args}`}}`);
  }

  end(ps: number): void {
    this.#atPs = ps;
    this.#write(`{"ph":"E","pid":${this.pid},"tid":${this.tid},"ts":${us(ps)}}`);
  }

  /** The slice around what follows, null for none; one that goes on stays open. */
  within(name: string | null, category: string, ps: number): void {
    if (this.#outer === name) return;
    if (this.#outer !== null) this.end(ps);
    this.#outer = name;
    if (name !== null) this.begin(name, category, ps);
  }

  /** Something was left out before this: what was open ended where the track had come to. */
  enter(stretchOfTrace: number): void {
    if (this.#stretchOfTrace !== stretchOfTrace) this.within(null, '', this.#atPs);
    this.#stretchOfTrace = stretchOfTrace;
  }

  passTo(ps: number): void {
    if (ps > this.#atPs) this.#atPs = ps;
  }

  close(): void {
    this.within(null, '', this.#atPs);
  }
}

/** Microseconds with six digits behind the point: no picosecond is lost. */
export const us = (ps: number): string => (ps % 1e6 === 0 ? String(ps / 1e6) : `${Math.floor(ps / 1e6)}.${String(ps % 1e6).padStart(6, '0')}`);
