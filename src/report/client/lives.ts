/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { saidOf } from '../explained/said.ts';
import type { Markup } from '../markup.ts';
import { inflated } from '../lives/deflated.ts';
import type { DeviceLives, LifeOf } from '../lives/lives.ts';
import { unpacked } from '../lives/packed.ts';
import type { PackedLives } from '../lives/packed.ts';
import { alignedDiagrams, caption, flamesOf, waterfallsOf } from '../lives/pair.ts';
import { askedOf } from '../lives/asked.ts';
import { element } from './element.ts';
import { player } from './player.ts';

/** What others may do with the lives on the page. */
export interface LivesView {
  /** The device and the systems whose lives are shown. */
  readonly shown: () => { readonly device: string; readonly systems: readonly string[] };
  /** Puts lives at other settings in the place of the report's; with none of a system its own comes back. */
  readonly put: (lives: readonly LifeOf[]) => void;
  /** Is told when the reader chooses others. */
  chosen: () => void;
}

/** Brings the lives of requests to life: other devices and systems, to scale or by step, a player, as wide as there is room. */
export async function lives(): Promise<LivesView | null> {
  const text = document.getElementById('lives-data')?.textContent;
  const [left, right] = ['life-a', 'life-b'].map((id) => document.getElementById(id));
  if (!text || !left || !right) return null;
  const packedLives: PackedLives = JSON.parse(await inflated(JSON.parse(text)));
  const devices = unpacked(packedLives);
  const named = (figure: HTMLElement): string => figure.querySelector('figcaption b')?.textContent ?? '';
  let device: DeviceLives = devices[0];
  let [a, b] = [left, right].map((figure) => lifeOf(device, named(figure)));

  let others: readonly LifeOf[] = [];
  const otherOf = (life: LifeOf): LifeOf | null => others.find(({ system }) => system === life.system) ?? null;

  const redraw = (): void => {
    const width = Math.max(300, Math.floor(left.clientWidth));
    const [one, other] = [a, b].map((life) => otherOf(life) ?? life);
    const drawn = alignedDiagrams(one, other, width, scale.checked);
    [left, right].forEach((figure, i) => {
      fill(figure.querySelector('figcaption'), caption([one, other][i], otherOf([a, b][i]) === null ? null : [a, b][i]));
      fill(figure.querySelector('.scroll'), drawn[i]);
    });
    const place = document.getElementById('lives-contrast');
    const room = Math.max(300, Math.min(640, place?.querySelector('figure')?.clientWidth ?? 560));
    if (place) place.innerHTML = [...waterfallsOf(one, other, room), ...flamesOf(one, other, room)].map(({ markup }) => markup).join('');
    const asked = document.getElementById('lives-asked');
    if (asked) asked.textContent = askedOf(device);
    steps.reset();
  };
  const choose = (label: string, names: readonly string[], chosen: string, act: (name: string) => void): HTMLElement => {
    const select = element('select', {}, ...names.map((name) => element('option', { value: name, selected: name === chosen }, name)));
    select.addEventListener('change', () => {
      act(select.value);
      view.chosen();
    });
    return element('label', {}, element('span', {}, label), select);
  };
  const scale = element('input', { type: 'checkbox' });
  scale.addEventListener('change', () => redraw());
  const bar = element('div', { class: 'choose' });
  const offer = (): void => {
    const systems = device.lives.map(({ system }) => system);
    bar.replaceChildren(
      ...(devices.length < 2 ? [] : [choose('Device', devices.map((one) => one.device), device.device, (name) => {
        device = devices.find((one) => one.device === name) ?? device;
        [a, b] = [lifeOf(device, a.system), lifeOf(device, b.system)];
        offer();
        redraw();
      })]),
      choose('Left', systems, a.system, (name) => ((a = lifeOf(device, name)), redraw())),
      choose('Right', systems, b.system, (name) => ((b = lifeOf(device, name)), redraw())),
      element('label', { class: 'check' }, scale, ' to scale'),
    );
  };
  const place = document.getElementById('lives-player');
  if (!place) return null;
  const steps = player(place, () => [left.querySelector('svg'), right.querySelector('svg')], () => [a, b].map((life) => saidOf((otherOf(life) ?? life).scene)));
  document.getElementById('lives-controls')?.replaceChildren(bar);
  offer();
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(left.clientWidth - width) < 4) return;
    width = left.clientWidth;
    redraw();
  }).observe(left);
  const view: LivesView = {
    shown: () => ({ device: device.device, systems: [a.system, b.system] }),
    put: (next) => {
      if (next.length === 0 && others.length === 0) return;
      others = next;
      redraw();
    },
    chosen: () => {},
  };
  return view;
}

function lifeOf({ lives: all }: DeviceLives, system: string): LifeOf {
  return all.find((life) => life.system === system) ?? all[0];
}

function fill(place: Element | null, { markup }: Markup): void {
  if (place) place.innerHTML = markup;
}
