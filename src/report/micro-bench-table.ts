import type { MicroBench } from '../experiment/micro-bench.ts';

/** Tests of the micro-benchmark as kvm-unit-tests prints them (arm/micro-bench.c): nanoseconds, each with a digit behind the point; above it why tests were skipped. */
export function microBenchTable(rows: readonly MicroBench[], times: number): string {
  return [
    ...rows.flatMap(({ name, why }) => (why === null ? [] : [`# ${name}: ${why}`])),
    `${'name'.padEnd(30)}${'total ns'.padStart(18)}${' '.repeat(13)}${'avg ns'.padStart(18)}`, '-'.repeat(92),
    ...rows.map(({ name, totalPs }) => (totalPs === null ? `${name} test skipped` : `${name.padEnd(30)}${cell(totalPs)}${cell(totalPs / times).trimEnd()}`)), '',
  ].join('\n');
}

const cell = (ps: number): string => {
  const [whole, digit] = (ps / 1000).toFixed(1).split('.');
  return `${whole.padStart(15)}.${digit.padEnd(15)}`;
};
