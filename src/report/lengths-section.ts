import type { Comparison } from './comparison.ts';
import type { Crossing } from './crossing.ts';
import { lengthAnswers } from './lengths.ts';
import type { LengthAnswer } from './lengths.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable, wholeNumber } from './numbers.ts';
import { isOverLengths } from './scenes.ts';
import { badge } from './systems-table.ts';

/** Where virtio consoles overtake emulated ones; nothing where no console workload was run at two lengths. */
export function lengthsSection(comparison: Comparison, figures: ReadonlyMap<string, readonly Markup[]>): Markup | null {
  const parts = comparison.groups.flatMap((group, index) => (isOverLengths(comparison, index) ? [{ group, index }] : []));
  if (parts.length === 0) return null;
  return html`<section aria-labelledby="lengths" class="lengths"><h2 id="lengths">From which length virtio wins</h2>
${parts.map(({ group, index }) => html`${parts.length > 1 ? html`<h3>${group.title}</h3>` : null}${part(comparison, index, group.steps, figures.get(`${group.id}-lengths`) ?? [])}`)}</section>`;
}

function part(comparison: Comparison, group: number, steps: readonly number[], figures: readonly Markup[]): Markup {
  const { answers, slowest } = lengthAnswers(comparison, group);
  const [least = 0, most = 0] = [steps[0], steps.at(-1)];
  const cell = (found: Crossing | null) => (found === null ? '–' : inWords(found, least, most));
  return html`<p class="lead">${summary(answers, least, most)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="From which length virtio wins: table"><table class="systems"><caption class="away">Length in bytes from which each virtio console answers sooner than an emulated UART</caption>
<thead><tr><th scope="col">virtio console</th><th scope="col">sooner than trap-and-emulate on the same hypervisor</th><th scope="col">${slowest === null ? 'sooner than trap-and-emulate in the VMM' : `sooner than ${slowest}, in the VMM, the slowest`}</th><th scope="col">maturity</th></tr></thead>
<tbody>${answers.map(({ entry, here, slowest: far }) => html`<tr><th scope="row">${entry.system}</th><td>${cell(here)}</td><td>${cell(far)}</td><td>${badge(entry.maturity)}</td></tr>
`)}</tbody></table></div>
<p class="note">How it was computed: mean latency was run at ${listed(steps)} bytes and taken as a straight line between these lengths; the number is where the line of the virtio console crosses that of the emulated UART. It is exact where every further byte costs the same.${slowest === null ? ' No UART emulated in the VMM was run.' : null}</p>
<div class="charts wide">${figures}</div>`;
}

/** `1, 64 and 1 024`. */
function listed(steps: readonly number[]): string {
  const texts = steps.map(wholeNumber);
  return [texts.slice(0, -1).join(', '), texts.at(-1) ?? ''].filter((text) => text !== '').join(' and ');
}

function inWords(found: Crossing, least: number, most: number): string {
  switch (found.kind) {
    case 'always':
      return least === 1 ? 'from the first byte' : `from ${wholeNumber(least)} bytes or fewer`;
    case 'never':
      return `never up to ${wholeNumber(most)}`;
    case 'below':
      return `only below ${readable(found.length)} bytes`;
    default:
      return `from ${readable(found.length)} bytes`;
  }
}

/** The whole table in a sentence: how soon all of them win. */
function summary(answers: readonly LengthAnswer[], least: number, most: number): string {
  const known = answers.flatMap(({ here }) => (here === null ? [] : [here]));
  const winning = known.filter(({ kind }) => kind === 'always' || kind === 'from');
  if (known.length === 0) return 'No emulated UART was run beside these consoles.';
  if (winning.length === 0) return `Up to ${wholeNumber(most)} bytes no virtio console answers sooner than the emulated UART of its hypervisor.`;
  const latest = winning.reduce((longest, found) => Math.max(longest, found.kind === 'from' ? found.length : least), 0);
  const who = winning.length === known.length ? 'Every virtio console' : `${winning.length} of ${known.length} virtio consoles`;
  return `${who} ${winning.length === known.length || winning.length === 1 ? 'answers' : 'answer'} sooner than the emulated UART of its hypervisor ${latest <= 1 ? 'from the first byte' : `for writes longer than ${readable(latest)} bytes`}.`;
}
