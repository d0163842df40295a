import type { ExitTimes } from '../experiment/exit-times.ts';

/** Exits as `perf kvm stat report` prints them (tools/perf/builtin-kvm.c), so that what reads that reads this. */
export function exitTable(exits: readonly ExitTimes[]): string {
  const samples = exits.reduce((sum, row) => sum + row.samples, 0);
  const totalPs = exits.reduce((sum, row) => sum + row.totalPs, 0);
  const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(2).padStart(8)}%`;
  const us = (ps: number): string => `${(ps / 1e6).toFixed(2).padStart(9)}us`;
  return [
    'Analyze events for all VMs, all VCPUs:', '',
    `${'VM-EXIT'.padStart(20)} ${'Samples'.padStart(10)} ${'Samples%'.padStart(9)} ${'Time%'.padStart(9)} ${'Min Time'.padStart(11)} ${'Max Time'.padStart(11)} ${'Avg time'.padStart(16)}`, '',
    ...exits.map((row) =>
      `${row.reason.padStart(20)} ${String(row.samples).padStart(10)} ${share(row.samples, samples)} ${share(row.totalPs, totalPs)} ${us(row.minPs)} ${us(row.maxPs)} ${us(row.meanPs)} ( +-${(100 * row.relativeError).toFixed(2).padStart(7)}% )`),
    '', `Total Samples:${samples}, Total events handled time:${(totalPs / 1e6).toFixed(2)}us.`, '',
  ].join('\n');
}
