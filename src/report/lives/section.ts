import type { Results } from '../../experiment/results.ts';
import { legend } from '../explained/legend.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { askedOf } from './asked.ts';
import { deflated } from './deflated.ts';
import { livesOf } from './lives.ts';
import type { DeviceLives, LifeOf } from './lives.ts';
import { packed } from './packed.ts';
import { alignedDiagrams, caption, waterfallsOf } from './pair.ts';

/** Width of the diagrams that stand in the page before its script runs, in px. */
const WIDTH = 560;

/** One request of two systems side by side, and where they differ; the script lets the reader choose others. Nothing where no system can be explained. */
export async function livesSection(results: Results): Promise<Markup | null> {
  const devices = livesOf(results);
  const [first] = devices;
  if (first === undefined) return null;
  const [a, b] = firstPair(first, results.suite.baseline);
  const [one, other] = alignedDiagrams(a, b, WIDTH, false, false);
  const figure = (id: string, life: LifeOf, drawn: Markup): Markup => html`<figure class="life" id="${id}"><figcaption>${caption(life)}</figcaption><div class="scroll" tabindex="0" role="region" aria-label="Diagram ${id.slice(-1)}">${drawn}</div></figure>`;
  return html`<section aria-labelledby="lives" class="lives"><h2 id="lives">The life of one request</h2>
<p class="lead" id="lives-asked">${askedOf(first)}</p>
<div id="lives-controls"></div><div id="lives-player"></div>
${legend(...devices.flatMap(({ lives }) => lives.map(({ scene }) => scene)))}
<div class="pair">${figure('life-a', a, one)}${a === b ? null : figure('life-b', b, other)}</div>
${a === b ? null : html`<h3>Where the difference lies</h3><p class="note">Means of ${a.attribution.requests} requests. Parts are what the simulation charged; they sum to the difference exactly.</p><div id="lives-contrast" class="contrast">${waterfallsOf(a, b, WIDTH)[0]}</div>`}
<script type="application/json" id="lives-data">"${await deflated(JSON.stringify(packed(devices)))}"</script></section>`;
}

/** The baseline, and the soonest that is somebody else. */
export function firstPair({ lives }: DeviceLives, baseline: string): readonly [LifeOf, LifeOf] {
  const a = lives.find(({ system }) => system === baseline) ?? lives[0];
  const others = lives.filter((life) => life !== a && !life.system.endsWith('/null') && !life.system.includes('passthrough'));
  const b = others.reduce<LifeOf>((best, life) => (best === a || life.scene.latencyPs < best.scene.latencyPs ? life : best), a);
  return [a, b];
}
