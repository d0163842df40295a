import type { Contrast, Waterfall } from '../../experiment/waterfall.ts';
import { duration } from '../explained/told.ts';
import type { ResultUnit } from '../units.ts';

/** How two systems differ, for a terminal: three waterfalls as tables with bars. */
export function contrastText({ a, b, requests, byGroup, byPhase, cpu }: Contrast, unit: ResultUnit, asked: string): string {
  return [
    `${a} -> ${b}: ${asked}, mean of ${requests} requests`,
    '', 'Latency by what costs it', ...lines(byGroup, a, b, requests, unit),
    '', 'Latency by phase', ...lines(byPhase, a, b, requests, unit),
    '', 'CPU time by what costs it', ...lines(cpu, a, b, requests, unit), '',
  ].join('\n');
}

const BAR = 28;

function lines({ aPs, bPs, falls }: Waterfall, a: string, b: string, requests: number, unit: ResultUnit): readonly string[] {
  const name = Math.max(a.length, b.length, ...falls.map((fall) => fall.name.length));
  const largest = Math.max(1, ...falls.map(({ byPs }) => Math.abs(byPs)));
  const mean = (ps: number): string => duration(ps / requests, unit).padStart(9);
  const signed = (ps: number): string => (ps === 0 ? '0' : `${ps > 0 ? '+' : '-'}${duration(Math.abs(ps) / requests, unit)}`).padStart(10);
  return [
    `  ${a.padEnd(name)}  ${mean(aPs)}`,
    ...falls.map(({ name: part, aPs: had, bPs: has, byPs }) => `  ${part.padEnd(name)}  ${mean(had)} -> ${mean(has)}  ${signed(byPs)}  ${(byPs > 0 ? '+' : '-').repeat(Math.round((BAR * Math.abs(byPs)) / largest))}`.trimEnd()),
    `  ${b.padEnd(name)}  ${mean(bPs)}  (the differences sum to ${signed(bPs - aPs).trim()})`,
  ];
}
