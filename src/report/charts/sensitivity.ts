import { isSure } from '../../experiment/tuning/derivatives.ts';
import { swing } from '../../experiment/tuning/swings.ts';
import { readable } from '../numbers.ts';
import { metricInWords, metricUnit, metricValue } from '../tuning/said.ts';
import type { Sensed, Sensitivity } from '../tuning/sensitivity.ts';
import { namedCosts } from '../tuning/sensitivity-words.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { rankedRows, rankedSpec } from './ranked.ts';
import { swingRows, tornadoSpec } from './swing-bars.ts';
import { THEME } from './theme.ts';

/** Prices of one picture. */
const MOST = 15;

/** What was found as a picture: a tornado of derivatives, or a ranking. */
export function sensedPicture(sensed: Sensed, asked: Pick<Sensitivity, 'metric' | 'unit'>, width: number): Promise<string> {
  const { rows, spec } = drawn(sensed, asked);
  return picture(vegaOf('sensitivity', { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'table', values: [] }, config: THEME, ...spec }), rows, width, 1);
}

function drawn(sensed: Sensed, { metric: { name }, unit }: Pick<Sensitivity, 'metric' | 'unit'>): { readonly rows: readonly Row[]; readonly spec: Specification } {
  const what = metricInWords(name);
  const inUnit = metricUnit(name, unit) === '' ? what : `${what}, ${metricUnit(name, unit)}`;
  switch (sensed.kind) {
    case 'derivative': {
      const base = sensed.derivatives.base[name];
      const swings = sensed.derivatives.slopes.filter(({ simulated }) => isSure(simulated[name])).map(({ cost, simulated, sd }) => swing(cost, (simulated[name].elasticity ?? 0) * base, sd)).sort((a, b) => Math.abs(b.up) - Math.abs(a.up)).slice(0, MOST);
      return { rows: swings.flatMap((one) => swingRows('', one.cost, one, (value) => metricValue(name, value, unit))), spec: tornadoSpec(`change of ${inUnit}`, ['var(--available)', 'var(--flight)']) };
    }
    case 'morris':
      return {
        rows: rankedRows(sensed.screening.effects.slice(0, MOST).map(({ cost, muStar, muStarInterval: [low, high], sigma }) => ({ label: cost, value: muStar, low, high, second: sigma, tip: `${cost}: mu* ${readable(muStar)}, sigma ${readable(sigma)}` }))),
        spec: rankedSpec(`effect of one standard deviation on ${inUnit}`, 'mu*', 'sigma'),
      };
    case 'sobol':
      return {
        rows: rankedRows((sensed.variance.indices ?? []).map(({ costs, first, total, totalInterval: [low, high] }) => ({ label: namedCosts(costs), value: total, low, high, second: first, tip: `${namedCosts(costs)}: total ${readable(total)}, first order ${readable(first)}` }))),
        spec: rankedSpec(`share of the variance of ${what}`, 'total', 'first order'),
      };
  }
}
