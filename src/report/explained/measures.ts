import { phases } from '../../experiment/phase.ts';
import type { DiagramOptions } from './diagram.ts';
import type { Row, Run, Scene } from './scene.ts';

/** A row where it stands in the picture. */
export interface Placed {
  readonly row: Row;
  readonly y: number;
  readonly height: number;
  readonly runs: readonly (Run & { readonly y: number; readonly height: number })[];
}

/** The measures of a diagram, in px. */
export interface Measures {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly font: number;
  /** Width of a lane, and of the boxes in it. */
  readonly lane: number;
  readonly box: number;
  readonly labelX: number;
  /** What the durations at the right edge need. */
  readonly timeRoom: number;
  readonly rows: readonly Placed[];
  readonly bands: ReadonlyMap<string, { readonly top: number; readonly height: number }>;
  laneX(lane: number): number;
  /** A wait that is drawn shorter than it is. */
  isBroken(row: number): boolean;
}

const FONT = 12;
/** Of a row whose text is read, and of each change of level in it. */
const ROW = 19;
const RUN = 7;
const BAND = 20;
/** To scale: px that the whole takes without what is broken, and the longest that is not broken, as a share of the rest. */
const SCALED = 1500;
const LONGEST_SHARE = 0.2;
const BROKEN = 34;

export function measure(scene: Scene, { scale, width, phaseHeights = {} }: DiagramOptions): Measures {
  const narrow = width < 560;
  const font = narrow ? 11 : FONT;
  const lanes = scene.lanes.length;
  const lane = Math.max(14, Math.min(52, Math.floor((width * (narrow ? 0.46 : 0.5)) / lanes)));
  const top = 56;
  const total = scene.rows.reduce((sum, { ps, times }) => sum + ps * times, 0);
  const broken = scene.rows.map(({ ps, times, runs }) => scale && ps * times > total * LONGEST_SHARE && runs.length === 1);
  const drawn = scene.rows.reduce((sum, { ps, times }, i) => sum + (broken[i] ? 0 : ps * times), 0);
  const heightOf = (row: Row, i: number): number => (broken[i] ? BROKEN : scale ? (row.ps * row.times * SCALED) / Math.max(drawn, 1) : Math.max(ROW, RUN * row.runs.length + 3));
  const rows: Placed[] = [];
  const bands = new Map<string, { top: number; height: number }>();
  let y = top;
  for (const phase of phases) {
    const own = scene.rows.flatMap((row, i) => (row.phase === phase ? [{ row, i }] : []));
    if (own.length === 0 && phaseHeights[phase] === undefined) continue;
    const start = y;
    y += BAND;
    for (const { row, i } of own) {
      const height = heightOf(row, i);
      rows.push({ row, y, height, runs: placedRuns(row, y, height, scale) });
      y += height;
    }
    y = Math.max(y + 4, start + (phaseHeights[phase] ?? 0));
    bands.set(phase, { top: start, height: y - start });
  }
  const breaks = new Set(rows.flatMap(({ row }, at) => (broken[scene.rows.indexOf(row)] ? [at] : [])));
  return {
    width, height: Math.ceil(y + 8), top, font, lane, box: Math.max(8, Math.min(20, lane - 8)), labelX: lanes * lane + 12, timeRoom: narrow ? 48 : 60, rows, bands,
    laneX: (at) => at * lane + lane / 2 + 2,
    isBroken: (row) => breaks.has(row),
  };
}

/** The time of a row dealt to its runs: as long as they are, or so that each can be seen. */
function placedRuns({ runs, ps }: Row, y: number, height: number, scale: boolean): Placed['runs'] {
  const room = scale ? height : height - 3;
  const least = scale ? 0 : Math.min(RUN - 2, room / runs.length);
  const spare = room - least * runs.length;
  let at = scale ? y : y + 1.5;
  return runs.map((run) => {
    const own = least + (ps > 0 ? (spare * run.ps) / ps : spare / runs.length);
    const placed = { ...run, y: Number(at.toFixed(1)), height: Number(Math.max(own, 0.4).toFixed(1)) };
    at += own;
    return placed;
  });
}
