/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ParameterValue } from '../../../machine/parameter.ts';
import { policies } from '../../../experiment/policies.ts';
import { inflated } from '../../lives/deflated.ts';
import { chosenSystems } from '../../whatif/chosen.ts';
import type { Control } from '../../whatif/control.ts';
import { sameOverrides, withChange } from '../../whatif/overrides.ts';
import type { Overrides } from '../../whatif/overrides.ts';
import { overridesYaml } from '../../whatif/overrides-yaml.ts';
import { panel, sections } from '../../whatif/panel.ts';
import type { Subject, WhatIf } from '../../whatif/what-if.ts';
import { element } from '../element.ts';
import type { LivesView } from '../lives.ts';
import type { PageData } from '../page-data.ts';
import type { State } from '../state.ts';
import { copyText } from './copy-text.ts';
import { allowed, knob } from './knobs.ts';
import type { Knob } from './knobs.ts';
import { Laboratory } from './laboratory.ts';
import type { Settled } from './laboratory.ts';
import { searchable } from './search.ts';
import { Simulators } from './simulators.ts';

/** The panel in which a reader changes costs, policies and loads; nothing is unpacked before it is opened. */
export interface WhatIfPanel {
  readonly show: (state: State) => void;
}

/** Puts the closed panel in its place; null where the report has none. `changed` is told what was changed, `settled` what follows. */
export function whatIfPanel(data: PageData, changed: (overrides: Overrides) => void, settled: Settled, lives: Promise<LivesView | null>): WhatIfPanel | null {
  const place = document.getElementById('what-if');
  if (place === null) return null;
  let state: State | null = null;
  let opened: Promise<OpenPanel> | null = null;
  const open = element('button', { type: 'button', 'aria-expanded': 'false' }, 'Change costs, policies or load');
  const body = element('div', {});
  place.append(open, body);
  place.hidden = false;
  const start = (): void => {
    opened ??= Promise.all([unpacked(), lives]).then(([{ whatIf, simulator }, view]) => openPanel(body, data, whatIf, new Simulators(simulator), changed, settled, view));
    void opened.then((panel) => state && panel.show(state));
  };
  const expand = (expanded: boolean): void => {
    open.setAttribute('aria-expanded', String(expanded));
    body.hidden = !expanded;
    if (expanded) start();
  };
  open.addEventListener('click', () => expand(open.getAttribute('aria-expanded') === 'false'));
  return {
    show: (next) => {
      state = next;
      if (opened === null && Object.keys(next.overrides).length > 0) expand(true);
      else void opened?.then((panel) => panel.show(next));
    },
  };
}

async function unpacked(): Promise<{ readonly whatIf: WhatIf; readonly simulator: string }> {
  const [data, simulator] = await Promise.all(['what-if-data', 'simulator'].map(async (id) => inflated(JSON.parse(document.getElementById(id)?.textContent ?? '""'))));
  return { whatIf: JSON.parse(data), simulator };
}

interface OpenPanel {
  readonly show: (state: State) => void;
}

function openPanel(body: HTMLElement, page: PageData, data: WhatIf, simulators: Simulators, changed: (overrides: Overrides) => void, settled: Settled, lives: LivesView | null): OpenPanel {
  body.innerHTML = panel().markup;
  const find = <E extends HTMLElement>(selector: string): E => {
    const found = body.querySelector<E>(selector);
    if (found === null) throw new Error(`the panel has no ${selector}`);
    return found;
  };
  const [place, changes, resetAll, yaml] = [find('.sections'), find('.changes'), find<HTMLButtonElement>('[data-act="reset-all"]'), find('.yaml pre')];
  const copied = find('.copied');
  const look = searchable(find('#knob-search'), place);
  let subject: Subject | null = null;
  let systems: readonly string[] = [];
  let overrides: Overrides = {};
  let knobs: readonly Knob[] = [];
  let laboratory: Laboratory | null = null;

  const mine = (): Overrides => allowed(controlsOf(data, subject), overrides);
  const showKnobs = (): void => {
    const shown = mine();
    for (const one of knobs) one.show(shown[one.control.key] ?? one.asRun);
    for (const details of place.querySelectorAll('details')) {
      const count = details.querySelectorAll('.knob.changed').length;
      const label = details.querySelector('.count');
      if (label) label.textContent = count === 0 ? '' : `${count} changed`;
    }
    const count = Object.keys(shown).length;
    changes.textContent = count === 0 ? 'Nothing is changed.' : `${count} changed.`;
    resetAll.disabled = count === 0;
    yaml.textContent = subject === null ? '' : overridesYaml(shown, subject, data.suite);
  };
  const put = (next: Overrides): void => {
    overrides = next;
    showKnobs();
    laboratory?.change(mine(), performance.now());
    changed(overrides);
  };
  const set = (key: string, value: ParameterValue): void => {
    const one = knobs.find(({ control }) => control.key === key);
    if (one !== undefined) put(withChange(overrides, key, value, one.asRun));
  };
  resetAll.addEventListener('click', () => put({}));
  find('[data-act="copy"]').addEventListener('click', () => void copyText(yaml.textContent ?? '', yaml).then((said) => (copied.textContent = said)));

  const add = (next: Subject, controls: readonly Control[]): void => {
    const part = element('div', {});
    part.innerHTML = sections(controls, next.asked.params, Object.keys(policies)).markup;
    place.append(part);
    knobs = [...knobs, ...controls.flatMap((control) => {
      const found = part.querySelector<HTMLElement>(`[data-key="${control.key}"]`);
      return found === null ? [] : [knob(found, control, next.asked.params, set)];
    })];
    part.querySelector<HTMLSelectElement>('#knob-preset')?.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLSelectElement) put(asInPreset(overrides, target.value, knobs));
    });
    look();
  };
  const build = (next: Subject): void => {
    subject = next;
    knobs = [];
    place.replaceChildren();
    add(next, data.parameters[next.pair]);
    // The costs are many: a task of their own, so that the page answers in between.
    setTimeout(() => {
      if (subject !== next) return;
      add(next, data.costs[next.profile]);
      showKnobs();
    });
  };
  return {
    show: (state) => {
      const wanted = data.subjects.find(({ point }) => point === page.points[state.point]?.id) ?? null;
      find('.lab').hidden = wanted === null;
      if (wanted === null) return;
      const chosen = chosenSystems(page.entries.filter(({ point }) => point === state.point), state.systems, data.suite.baseline);
      const same = wanted === subject && chosen.join() === systems.join() && sameOverrides(state.overrides, overrides);
      if (same) return;
      if (wanted !== subject) build(wanted);
      [systems, overrides] = [chosen, state.overrides];
      showKnobs();
      laboratory ??= new Laboratory(find('.outcome'), data, simulators, wanted, settled, lives);
      laboratory.look(wanted, chosen, mine());
    },
  };
}

function controlsOf(data: WhatIf, subject: Subject | null): readonly Control[] {
  return subject === null ? [] : [...data.parameters[subject.pair], ...data.costs[subject.profile]];
}

/** Everything that some preset names, as this one has it. */
function asInPreset(overrides: Overrides, name: string, knobs: readonly Knob[]): Overrides {
  const preset = Object.entries(policies).find(([id]) => id === name)?.[1];
  if (preset === undefined) return overrides;
  const named = new Set(Object.values(policies).flatMap(({ set }) => Object.keys(set)));
  const values: Overrides = preset.set;
  return knobs.filter(({ control }) => named.has(control.key)).reduce<Overrides>((sum, { control, asRun }) => withChange(sum, control.key, values[control.key] ?? 0, asRun), overrides);
}
