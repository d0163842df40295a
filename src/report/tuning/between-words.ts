import type { Flip } from '../../experiment/tuning/flips.ts';
import { duration } from '../explained/told.ts';
import { readable } from '../numbers.ts';
import type { ResultUnit } from '../units.ts';
import { decidingWords } from './deciding-words.ts';
import { metricInWords, metricValue } from './said.ts';
import type { Between, Sensitivity } from './sensitivity.ts';

/** Prices of a sentence about what would change the winner. */
const MOST = 2;
/** A price that is off by more than this factor is another machine's. */
const FAR = 20;

/** Who is ahead, what decides it, and which price would change it, as one paragraph. */
export function betweenWords(between: Between, { metric, unit }: Pick<Sensitivity, 'metric' | 'unit'>): string {
  const { a, b, values: [ofA, ofB], deciding, flips } = between;
  const what = metricInWords(metric.name);
  const answer = ofA === ofB ? `${a} and ${b} have the same ${what}, ${metricValue(metric.name, ofA, unit)}.` : `${a} has the better ${what}: ${metricValue(metric.name, ofA, unit)}, and ${b} ${metricValue(metric.name, ofB, unit)}.`;
  const decides = deciding === null ? '' : ` ${decidingWords(deciding, a, b, unit)}`;
  return `${answer}${decides}${flips === null || ofA === ofB ? '' : ` ${flipWords(flips, between, metric.name, unit)}`}`;
}

function flipWords(flips: readonly Flip[], { a, b }: Between, metric: string, unit: ResultUnit): string {
  const near = flips.filter(({ price, at }) => at > price / FAR && at < price * FAR).slice(0, MOST);
  const how = metric === 'cpu_us_per_request.total' ? 'At fixed visit counts' : 'On a straight line from here';
  if (near.length === 0) return `${how} no price by itself changes the winner unless it is more than ${FAR} times as much, or less than a ${FAR}th.`;
  const price = (value: number): string => (unit === 'time' ? duration(value * 1000, 'time') : `${readable(value)} instr.`);
  const each = near.map(({ cost, price: now, at, a: ofA, b: ofB }) => `${at > now ? 'below' : 'above'} ${price(at)} of ${cost} (now ${price(now)}; one ns of it is ${metricChange(metric, ofA)} in ${a} and ${metricChange(metric, ofB)} in ${b})`);
  return `${how} ${a} wins ${each.join(', or ')}.`;
}

/** Times per time are numbers of visits. */
const metricChange = (metric: string, derivative: number): string => (metric.includes('_us') ? `${readable(derivative)} ns` : readable(derivative));
