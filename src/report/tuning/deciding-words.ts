import type { Deciding } from '../../experiment/tuning/decides.ts';
import { duration } from '../explained/told.ts';
import { readable } from '../numbers.ts';
import type { ResultUnit } from '../units.ts';
import { listed } from './said.ts';

/** Parts that a sentence can hold, for each side. */
const MOST = 3;
/** A part that is less than this share of the largest decides nothing. */
const LEAST = 0.04;

/** What decides between two systems: what one has more of, what the other has, and how often each pays what is varied. */
export function decidingWords({ of, falls, paid }: Deciding, a: string, b: string, unit: ResultUnit): string {
  const largest = Math.abs(falls[0]?.byPs ?? 0);
  const more = (sign: 1 | -1): readonly string[] => falls.filter(({ byPs }) => byPs * sign > LEAST * largest).slice(0, MOST).map(({ name, byPs }) => `${duration(Math.abs(byPs), unit)} of ${name}`);
  const [ofA, ofB] = [more(-1), more(1)];
  const parts = [
    ...(ofA.length > 0 ? [`${a} has ${listed(ofA)} more`] : []),
    ...(ofB.length > 0 ? [`${b} has ${listed(ofB)} more`] : []),
  ];
  const rate = paid.map(({ cost, a: inA, b: inB }) => `One request ${of === 'latency' ? 'waits for' : 'pays'} ${cost} ${times(inA)} in ${a} and ${times(inB)} in ${b}.`);
  const what = of === 'latency' ? 'In the mean latency' : 'In the CPU time of a request';
  return [parts.length === 0 ? `${what} the two are made of the same.` : `${what}, ${parts.join('; ')}.`, ...rate].join(' ');
}

const times = (count: number): string => (count === 0 ? 'never' : Math.abs(count - 1) < 0.005 ? 'once' : `${readable(count)} times`);
