import { element } from './element.ts';

/** Below this many px a drag is a click. */
const CLICK = 6;

/** Lets a mouse or pen draw a rectangle over a picture; `done` gets the systems whose marks it touches. Touch keeps scrolling. */
export function brush(picture: HTMLElement, done: (systems: ReadonlySet<string>) => void): void {
  let start: { readonly x: number; readonly y: number } | null = null;
  const box = element('div', { class: 'brush', hidden: true });
  picture.append(box);

  picture.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    start = { x: event.clientX, y: event.clientY };
  });
  picture.addEventListener('pointermove', (event) => {
    if (start === null || distance(start, event) < CLICK) return;
    picture.setPointerCapture(event.pointerId);
    if (!box.isConnected) picture.append(box);
    const frame = picture.getBoundingClientRect();
    const set = (name: string, value: number) => box.style.setProperty(name, `${value}px`);
    set('left', Math.min(start.x, event.clientX) - frame.left);
    set('top', Math.min(start.y, event.clientY) - frame.top);
    set('width', Math.abs(event.clientX - start.x));
    set('height', Math.abs(event.clientY - start.y));
    box.hidden = false;
    event.preventDefault();
  });
  const end = () => {
    if (start !== null && !box.hidden) done(systemsUnder(picture, box.getBoundingClientRect()));
    start = null;
    box.hidden = true;
  };
  picture.addEventListener('pointerup', end);
  picture.addEventListener('pointercancel', end);
}

function distance(from: { readonly x: number; readonly y: number }, event: PointerEvent): number {
  return Math.hypot(event.clientX - from.x, event.clientY - from.y);
}

function systemsUnder(picture: HTMLElement, area: DOMRect): ReadonlySet<string> {
  const systems = new Set<string>();
  for (const mark of picture.querySelectorAll('.mark-symbol.role-mark path, .mark-rect.role-mark path, .mark-rule.role-mark line')) {
    const system = systemOf(mark);
    if (system === null) continue;
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    if (left <= area.right && right >= area.left && top <= area.bottom && bottom >= area.top) systems.add(system);
  }
  return systems;
}

/** Vega leaves the scene item on its SVG element. */
function systemOf(mark: Element): string | null {
  const item: unknown = '__data__' in mark ? mark.__data__ : null;
  if (typeof item !== 'object' || item === null || !('datum' in item)) return null;
  return systemOfDatum(item.datum);
}

export function systemOfDatum(datum: unknown): string | null {
  if (typeof datum !== 'object' || datum === null || !('system' in datum)) return null;
  return typeof datum.system === 'string' && datum.system !== '' ? datum.system : null;
}
