/** One section of a fio job file, as far as it has an effect here. Sizes in bytes, times in ns. */
export interface FioJob {
  readonly name: string;
  readonly rw: 'read' | 'write' | 'randread' | 'randwrite' | 'rw' | 'randrw';
  /** Requests of a random job before a new place is drawn, each where the last ended (`rw=randread:8`); absent: 1. */
  readonly perPlace?: number;
  /** Bytes between the requests of a sequential job, backwards where negative (`rw=read:4k`); absent: 0. */
  readonly holeBytes?: number;
  /** Block sizes with weights that sum to 1, per direction. */
  readonly readSizes: readonly (readonly [bytes: number, weight: number])[];
  readonly writeSizes: readonly (readonly [bytes: number, weight: number])[];
  readonly iodepth: number;
  readonly numjobs: number;
  /** Percentage of reads, 0 to 100. */
  readonly rwmixread: number;
  /** Requests per second of each process; 0 is unlimited. */
  readonly rateIops: number;
  readonly thinktimeNs: number;
  /** Requests between two flushes; 0 is never. */
  readonly fsync: number;
  /** 0 where the file sets no limit. */
  readonly runtimeNs: number;
  readonly numberIos: number;
}
