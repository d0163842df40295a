import type { Inspection } from '../virtio/inspect/inspection.ts';
import { html, type Markup } from './markup.ts';
import { bandsOf, wrongSlots, type SlotState } from './ring-slots.ts';

/** Parts of a ring that can still be told apart at this size. */
const MOST_PARTS = 512;
const WIDTH = 460;
const HEIGHT = 380;
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 } as const;
const OUTER = 136;
const BAND = 20;
const GAP = 6;

/** A virtqueue as rings, slot 0 at the top and clockwise: what every slot holds, and where both sides stand. */
export function ringDrawing(inspection: Inspection): Markup {
  const bands = bandsOf(inspection, MOST_PARTS);
  const label = `${inspection.name}: ${inspection.layout} ring of ${inspection.size}; available ${said(inspection.available)}, in flight ${said(inspection.inFlight)}, used and not reaped ${said(inspection.unreaped)}. The lists beside it hold the same.`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${bands.map(({ states, title }, i) => {
  const outer = OUTER - i * (BAND + GAP);
  return html`<g><title>${title}</title>${runs(states).map(({ from, to, state }) => html`<path class="${state}" d="${sector(from / states.length, to / states.length, outer, outer - BAND)}"/>`)}${
    states.length <= 256 ? html`<path class="gap" stroke-width="${Math.min(1, 100 / states.length).toFixed(2)}" d="${spokes(states.length, outer, outer - BAND)}"/>` : null}${
    wrongSlots(inspection, title).map((slot) => html`<path class="wrong" d="${sector(slot / inspection.size, (slot + 1) / inspection.size, outer + 2, outer - BAND - 2)}"/>`)}</g>`;
})}
<text class="title" x="${CENTRE.x}" y="${CENTRE.y - 4}" text-anchor="middle">${inspection.size}</text>
<text class="quiet" x="${CENTRE.x}" y="${CENTRE.y + 13}" text-anchor="middle">slots</text>
${pointers(inspection)}
</svg>`;
}

const said = (count: number | null): string => (count === null ? 'not known' : String(count));

/** Neighbours of one colour are one shape. */
function runs(states: readonly SlotState[]): readonly { readonly from: number; readonly to: number; readonly state: SlotState }[] {
  const found: { from: number; to: number; state: SlotState }[] = [];
  for (const [i, state] of states.entries()) {
    const last = found.at(-1);
    if (last?.state === state) last.to = i + 1;
    else found.push({ from: i, to: i + 1, state });
  }
  return found;
}

const at = (turn: number, radius: number): string => {
  const angle = 2 * Math.PI * turn;
  return `${(CENTRE.x + radius * Math.sin(angle)).toFixed(1)} ${(CENTRE.y - radius * Math.cos(angle)).toFixed(1)}`;
};

/** A piece of an annulus between two parts of a turn; a whole one in two halves, as an arc cannot end where it begins. */
function sector(from: number, to: number, outer: number, inner: number): string {
  if (to - from > 0.5) return `${sector(from, from + 0.5, outer, inner)}${sector(from + 0.5, to, outer, inner)}`;
  return `M${at(from, outer)}A${outer} ${outer} 0 0 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 0 0 ${at(from, inner)}Z`;
}

const spokes = (count: number, outer: number, inner: number): string => Array.from({ length: count }, (_, i) => `M${at(i / count, outer)}L${at(i / count, inner)}`).join('');

/** Where both sides stand, as labels around the ring that keep out of each other's way. */
function pointers({ positions, layout, size }: Inspection): Markup {
  const named = [
    [layout === 'split' ? 'avail.idx' : 'next avail', positions.nextAvail],
    ['last avail', positions.lastAvail],
    [layout === 'split' ? 'used.idx' : 'used', positions.used],
    ['last used', positions.lastUsed],
  ] as const;
  const bySlot = new Map<number, { names: string[]; value: string }>();
  for (const [name, position] of named) {
    if (position === null) continue;
    const slot = position.index % size;
    const value = position.wrap === null ? String(position.index) : `${position.index}, wrap ${position.wrap}`;
    const there = bySlot.get(slot);
    if (there?.value === value) there.names.push(name);
    else if (there === undefined) bySlot.set(slot, { names: [name], value });
    else there.names.push(`${name} ${value}`);
  }
  const labels = [...bySlot].map(([slot, { names, value }]) => ({ turn: slot / size, lines: [...names, value] }));
  return html`${(['left', 'right'] as const).map((side) => spread(labels.filter(({ turn }) => (turn < 0.5) === (side === 'right'))).map(({ turn, lines, y }) => {
    const x = side === 'right' ? CENTRE.x + OUTER + 26 : CENTRE.x - OUTER - 26;
    return html`<path class="leader" d="M${at(turn, OUTER + 2)}L${at(turn, OUTER + 10)}L${x} ${y.toFixed(1)}"/>${lines.map((line, i) => html`<text${i === lines.length - 1 ? html` class="quiet"` : null} x="${side === 'right' ? x + 4 : x - 4}" y="${(y + 4 + LINE * i).toFixed(1)}" text-anchor="${side === 'right' ? 'start' : 'end'}">${line}</text>`)}`;
  }))}`;
}

const LINE = 14;

/** From top to bottom, each below the one before it. */
function spread(labels: readonly { readonly turn: number; readonly lines: readonly string[] }[]): readonly { readonly turn: number; readonly lines: readonly string[]; readonly y: number }[] {
  let free = 12;
  const placed = labels
    .map((label) => ({ ...label, y: CENTRE.y - (OUTER + 14) * Math.cos(2 * Math.PI * label.turn) }))
    .sort((a, b) => a.y - b.y)
    .map((label) => {
      const y = Math.max(free, label.y);
      free = y + LINE * label.lines.length + 6;
      return { ...label, y };
    });
  // What was pushed out at the bottom goes up again, and pushes up what is above it.
  let end = HEIGHT - 4;
  return placed.reverse().map((label) => {
    const y = Math.min(label.y, end - LINE * label.lines.length);
    end = y - 6;
    return { ...label, y };
  });
}
