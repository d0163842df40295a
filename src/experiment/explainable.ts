/** What one request of a device is: what it can do, and how long it is if nobody says. */
export const operations: Readonly<Record<string, { readonly ops: readonly string[]; readonly bytes: number; readonly most: number; readonly workload: string; readonly length: string | null }>> = {
  blk: { ops: ['write', 'read'], bytes: 4096, most: 16_777_216, workload: 'fio:explain', length: null },
  net: { ops: ['write'], bytes: 64, most: 65_536, workload: 'rr', length: 'workload.request' },
  console: { ops: ['write'], bytes: 16, most: 4096, workload: 'console', length: 'workload.bytes' },
};

/** Devices whose requests can be explained. */
export const explainable: readonly string[] = Object.keys(operations);
