import type { Results } from '../../experiment/results.ts';
import type { Comparison } from '../comparison.ts';
import { deflated } from '../lives/deflated.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { whatIfOf } from './what-if.ts';

/** Where the panel goes, hidden until a script brings it to life, with all that it needs: `simulator` is the built worker. Nothing where no point can be simulated. */
export async function whatIfSection(results: Results, comparison: Comparison, simulator: string): Promise<Markup | null> {
  const data = whatIfOf(results, comparison);
  if (data.subjects.length === 0) return null;
  return html`<section class="what-if" id="what-if" aria-labelledby="what-if-title" hidden><h2 id="what-if-title">What if?</h2>
<p class="note">The simulator is in this page. Change a price, a policy or the load, and up to eight systems run again with the same requests: choose others above.</p>
<script type="application/json" id="what-if-data">"${await deflated(JSON.stringify(data))}"</script><script type="application/json" id="simulator">"${await deflated(simulator)}"</script></section>`;
}
