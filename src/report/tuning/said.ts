import type { Axis } from '../../experiment/tuning/axis.ts';
import { duration } from '../explained/told.ts';
import { readable, wholeNumber } from '../numbers.ts';
import { durationUnit, rateUnit } from '../units.ts';
import type { ResultUnit } from '../units.ts';

const names: Readonly<Record<string, string>> = {
  throughput_per_s: 'throughput', 'latency_us.mean': 'mean latency', 'latency_us.max': 'longest latency', 'cpu_us_per_request.total': 'CPU time per request',
};

/** A metric as people say it: `mean latency`, `p99 latency`, else its name. */
export const metricInWords = (name: string): string => names[name] ?? (/^latency_us\.p\d+$/.test(name) ? `${name.slice('latency_us.'.length).replace(/^p99(9+)$/, 'p99.$1')} latency` : name);

/** A value of a metric with its unit. */
export function metricValue(name: string, value: number, unit: ResultUnit): string {
  if (name === 'throughput_per_s') return `${readable(value)}${rateUnit(unit)}`;
  return name.includes('_us') ? `${readable(value)} ${durationUnit(unit)}` : readable(value);
}

/** The unit of a metric by itself; nothing where it is a count. */
export const metricUnit = (name: string, unit: ResultUnit): string => (name === 'throughput_per_s' ? rateUnit(unit) : name.includes('_us') ? durationUnit(unit) : '');

/** A value of what is varied, with its unit. */
export function onAxis({ unit, whole }: Axis, value: number): string {
  if (unit === 'ns') return duration(value * 1000, 'time');
  const number = whole ? wholeNumber(value) : readable(value);
  return unit === '' ? number : unit === 'instructions' ? `${number} instr.` : `${number} ${value === 1 ? 'byte' : 'bytes'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
