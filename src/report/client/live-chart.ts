import { View, parse } from '../charts/vega.ts';
import type { Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { fitted } from '../charts/fit.ts';
import { panelsOf } from '../charts/panels.ts';
import type { Row } from '../charts/chart.ts';
import { brush, systemOfDatum } from './brush.ts';
import { element } from './element.ts';
import type { Tooltip } from './tooltip.ts';

/** Takes the place of a pre-rendered picture, at the width there is, and answers to the pointer. */
export class LiveChart {
  private readonly canvas = element('div', { class: 'canvas' });
  private view: View | null = null;
  private readonly label: string;
  private last = '';

  private readonly picture: HTMLElement;
  private readonly spec: Spec;
  private readonly tooltip: Tooltip;
  private readonly choose: (systems: ReadonlySet<string>, add: boolean) => void;

  constructor(picture: HTMLElement, spec: Spec, tooltip: Tooltip, choose: (systems: ReadonlySet<string>, add: boolean) => void) {
    this.picture = picture;
    this.label = picture.querySelector('svg')?.getAttribute('aria-label') ?? '';
    this.spec = spec;
    this.tooltip = tooltip;
    this.choose = choose;
    brush(picture, (systems) => choose(systems, false));
  }

  /** Draws unless the same was drawn before. */
  async draw(rows: readonly Row[]): Promise<void> {
    const width = Math.floor(this.picture.clientWidth);
    const wanted = JSON.stringify([width, rows]);
    if (wanted === this.last || width === 0) return;
    this.last = wanted;
    const spec = fitted(this.spec, width, panelsOf(rows));
    const data = (spec.data ?? []).map((set) => (set.name === 'table' ? { name: 'table', values: rows.map((row) => ({ ...row })) } : set));
    const view = new View(parse({ ...spec, data } as Spec, undefined, { ast: true }), { expr: expressionInterpreter, renderer: 'svg', container: element('div'), hover: false, logLevel: 0 });
    view.tooltip((_handler, event, _item, value) => {
      if (typeof value === 'string' && value !== '' && 'clientX' in event) this.tooltip.show(value, event.clientX, event.clientY);
      else this.tooltip.hide();
    });
    view.addEventListener('click', (_event, item) => {
      const system = systemOfDatum(item?.datum);
      if (system !== null) this.choose(new Set([system]), true);
    });
    await view.runAsync();
    const drawn = view.container();
    const svg = drawn?.querySelector('svg');
    if (!drawn || !svg || this.last !== wanted) return void view.finalize();
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', this.label);
    svg.removeAttribute('aria-roledescription');
    this.view?.finalize();
    this.view = view;
    this.canvas.replaceChildren(drawn);
    if (!this.canvas.isConnected) {
      this.picture.querySelector('svg')?.remove();
      this.picture.prepend(this.canvas);
    }
  }
}
