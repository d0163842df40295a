import { isSure, strays } from '../../experiment/tuning/derivatives.ts';
import type { Derivatives } from '../../experiment/tuning/derivatives.ts';
import type { Screening } from '../../experiment/tuning/screening.ts';
import type { Variance } from '../../experiment/tuning/variance.ts';
import { percent, readable } from '../numbers.ts';
import { listed, metricInWords, metricValue } from './said.ts';
import type { Sensed, Sensitivity } from './sensitivity.ts';

/** What a system's numbers hang on, as one paragraph. */
export function sensedWords(sensed: Sensed, { metric, unit }: Pick<Sensitivity, 'metric' | 'unit'>): string {
  switch (sensed.kind) {
    case 'derivative': return derivativeWords(sensed.derivatives, metric.name);
    case 'morris': return screeningWords(sensed.screening, metric.name, unit);
    case 'sobol': return varianceWords(sensed.variance, metric.name, unit);
  }
}

/** Prices that a sentence can hold. */
const MOST = 3;

function derivativeWords({ slopes }: Derivatives, metric: string): string {
  const fixed = slopes.toSorted((a, b) => b.ledger.elasticity - a.ledger.elasticity);
  const share = fixed.slice(0, 5).reduce((sum, { ledger }) => sum + ledger.elasticity, 0);
  const [first] = fixed;
  if (first === undefined) return 'No price has any effect.';
  const answers = slopes.filter(({ simulated }) => isSure(simulated[metric])).slice(0, MOST).map(({ cost, simulated }) => `${cost} (${perCent(simulated[metric].elasticity)})`);
  const answer = answers.length === 0 ? `Re-simulated, no price changes the ${metricInWords(metric)} by more than chance can.` : `Re-simulated, one per cent more changes the ${metricInWords(metric)} most for ${listed(answers)}.`;
  return `One per cent more of ${first.cost} is ${perCent(first.ledger.elasticity)} more CPU time for a request at fixed visit counts; the five that count most are together ${percent(share)} of it. ${answer} ${signWords(slopes)} ${pathWords(slopes)}`;
}

/** Where the ledger and the simulation disagree about the sign. */
function signWords(slopes: Derivatives['slopes']): string {
  const sure = slopes.filter(({ disagrees }) => disagrees === 'surely').map(({ cost }) => cost);
  const perhaps = slopes.filter(({ disagrees }) => disagrees === 'perhaps').length;
  if (sure.length + perhaps === 0) return 'Nowhere does the re-simulated CPU time fall where a price rises.';
  if (sure.length === 0) return `With ${perhaps} of ${slopes.length} prices the re-simulated CPU time falls where the price rises, each of which may be chance.`;
  return `At fixed visit counts no price can make CPU time fall, but re-simulated it falls with ${named(sure)}, because visit counts follow${perhaps === 0 ? '' : `; with ${perhaps} more it may be chance`}.`;
}

/** The first few of some costs, and how many there are beside. */
const named = (costs: readonly string[]): string => (costs.length > MOST ? `${costs.slice(0, MOST).join(', ')} and ${costs.length - MOST} more` : listed(costs));

function pathWords(slopes: Derivatives['slopes']): string {
  const paths = slopes.filter(({ path }) => path !== null);
  if (paths.length === 0) return 'Perturbation analysis of the latency does not hold here: requests wait for one another or for somebody else.';
  const off = paths.filter(strays);
  if (off.length === 0) return `Perturbation analysis of the latency holds here, and its derivatives, visits on a request's path, are those of the simulation for all ${paths.length} prices.`;
  return `Perturbation analysis of the latency differs from the simulation for ${named(off.map(({ cost }) => cost))}: there a branch changes within the step.`;
}

function screeningWords({ effects }: Screening, metric: string, unit: Sensitivity['unit']): string {
  const [first] = effects;
  if (first === undefined || first.muStar === 0) return `Within its spread no price moves the ${metricInWords(metric)}.`;
  const most = effects.slice(0, MOST).map(({ cost, muStar, muStarInterval: [low, high] }) => `${metricValue(metric, muStar, unit)} for ${cost} (95 %: ${readable(low)} to ${readable(high)})`);
  const bent = effects.filter(({ muStar, sigma }) => muStar > 0.02 * first.muStar && sigma > 0.5 * muStar).map(({ cost }) => cost);
  const few = effects.filter(({ muStar }) => muStar < 0.05 * first.muStar).length;
  return `One standard deviation of a price moves the ${metricInWords(metric)} by ${listed(most)}, on average over what the others may be. ${few} of ${effects.length} prices have less than a twentieth of the first one's effect. ${bent.length === 0 ? 'No effect that counts depends much on where the others stand.' : `The effect of ${named(bent)} depends on where it and the others stand (sigma above half of mu*).`}`;
}

function varianceWords({ mean, sd, indices }: Variance, metric: string, unit: Sensitivity['unit']): string {
  if (indices === null) return `Within their spreads no price moves the ${metricInWords(metric)}.`;
  const share = ([low, high]: readonly [number, number]): string => `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
  const parts = indices.slice(0, MOST).map(({ costs, first, firstInterval, total }) => `${namedCosts(costs)} ${percent(Math.max(0, first))} (95 %: ${share(firstInterval)}), with what it does together with others ${percent(Math.max(0, total))}`);
  const alone = indices.reduce((sum, { first }) => sum + first, 0);
  return `Over the spreads of the prices the ${metricInWords(metric)} has the mean ${metricValue(metric, mean, unit)} and the standard deviation ${metricValue(metric, sd, unit)}. Of its variance these bring about by themselves: ${parts.join('; ')}. ${alone > 0.9 ? 'All prices by themselves bring about nearly all of it: they hardly act on one another.' : `All prices by themselves bring about ${percent(alone)}: the rest is what they do together.`}`;
}

/** The id of one cost; `the other 69 prices` where they are one group. */
export const namedCosts = (costs: readonly string[]): string => (costs.length === 1 ? costs[0] : `the other ${costs.length} prices`);

function perCent(elasticity: number | null): string {
  if (elasticity === null) return '–';
  const sign = elasticity < 0 ? '−' : '';
  return `${sign}${readable(Math.abs(elasticity))}\u202f%`;
}
