import type { ParameterValue } from '../../machine/parameter.ts';
import { groupBy } from '../group-by.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { readable } from '../numbers.ts';
import { valueAsRun } from './control.ts';
import type { Control } from './control.ts';
import { ladder, rungOf } from './ladder.ts';
import { quantityText } from './quantity-text.ts';

/** The panel's frame: what can be changed on one side, what follows from it on the other. */
export function panel(): Markup {
  return html`<div class="lab"><div class="knobs" role="group" aria-label="What to change">
<p class="find"><label for="knob-search">Find a cost, policy or parameter</label> <input type="search" id="knob-search" autocomplete="off" spellcheck="false"></p>
<p class="acts"><span class="changes"></span> <button type="button" data-act="reset-all" disabled>Reset all</button> <button type="button" data-act="copy">Copy as YAML</button> <span class="copied" role="status"></span></p>
<div class="sections" tabindex="0" role="region" aria-label="Costs, policies and parameters"></div></div>
<div class="outcome"><div class="verdict"></div><div class="drawing"></div><div class="scroll" tabindex="0" role="region" aria-label="What follows: table"></div>
<p class="note speed"></p><details class="yaml"><summary>The same with the command line</summary><pre tabindex="0" aria-label="File for run --set-file"></pre></details></div></div>`;
}

/** All controls of a point, by section; costs and lists stay closed until they are looked for. */
export function sections(controls: readonly Control[], params: Readonly<Record<string, ParameterValue>>, presets: readonly string[]): Markup {
  return html`${[...groupBy(controls, ({ section }) => section)].map(([name, members], i) => html`<details${i === 0 && name === 'load' ? html` open` : null}><summary>${name} <span class="count"></span></summary>${
    name === 'policies' && presets.length > 0 ? preset(presets) : null}${members.map((control) => knob(control, valueAsRun(control, params)))}</details>`)}`;
}

function preset(names: readonly string[]): Markup {
  return html`<p class="knob preset"><label for="knob-preset">All polling windows as in</label> <select id="knob-preset"><option value="">choose a preset</option>${names.map((name) => html`<option>${name}</option>`)}</select></p>`;
}

function knob(control: Control, asRun: ParameterValue): Markup {
  const { key, says, price } = control;
  const name = key.slice(key.indexOf('.') + 1);
  return html`<div class="knob" data-key="${key}"><label for="${key}">${name}</label> <button type="button" data-act="reset" aria-label="Reset ${name}" hidden>reset</button>
${field(control, name, asRun)}
<small><span class="says">${says}</span>${price === undefined ? null : html`. ${spread(control)} <span class="kind ${price.kind}">${price.kind}</span> ${price.source}`}</small><p class="wrong" hidden></p></div>`;
}

function spread({ price, choice }: Control): string {
  const unit = choice.kind === 'number' ? choice.unit : '';
  return price === undefined ? '' : `± ${readable(price.sd)} ${unit}.`;
}

function field({ key, choice }: Control, name: string, asRun: ParameterValue): Markup {
  if (choice.kind === 'flag') return html`<input type="checkbox" id="${key}"${asRun === true ? html` checked` : null}>`;
  if (choice.kind === 'choice') return html`<select id="${key}">${choice.of.map((value) => html`<option${value === asRun ? html` selected` : null}>${value}</option>`)}</select>`;
  const value = Number(asRun);
  const rungs = ladder(choice, value);
  const text = quantityText(value, choice.unit);
  return html`<input type="range" id="${key}" min="0" max="${rungs.length - 1}" step="1" value="${rungOf(rungs, value)}" aria-valuetext="${text}">
<input type="text" class="typed" aria-label="${name}: type a value" value="${text}" autocomplete="off" spellcheck="false">${choice.unit === 'instructions' ? html` <span class="soft">instructions</span>` : null}`;
}
