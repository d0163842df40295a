import type { Scene } from './scene.ts';
import { duration, moment } from './told.ts';

/** Each row of a diagram as a sentence: for a player, and for who cannot see it. */
export function saidOf({ lanes, rows, unit }: Scene): readonly string[] {
  return rows.map(({ label, atPs, ps, times, runs, because, phase }) => {
    const places = [...new Set(runs.map(({ lane }) => `${lanes[lane]?.core ?? ''}${lanes[lane]?.name ? ` at ${lanes[lane].name}` : ''}`))];
    return `${phase}: ${label}${times > 1 ? `, ${times} times` : ''}, ${duration(ps, unit)}, at ${moment(atPs, unit)}${unit === 'time' ? ' µs' : ''}, on ${places.join(', ')}${because === '' ? '' : `, because ${because}`}.`;
  });
}
