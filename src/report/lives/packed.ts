import { phases } from '../../experiment/phase.ts';
import { timeGroups } from '../../experiment/time-groups.ts';
import type { Frame } from '../../experiment/attribution.ts';
import type { Row, Scene } from '../explained/scene.ts';
import type { DeviceLives, LifeOf } from './lives.ts';

/** Lives for a page's script: every text once, everything else as numbers, of one kind side by side, so that they deflate well. */
export interface PackedLives {
  readonly texts: readonly string[];
  readonly devices: readonly (Omit<DeviceLives, 'lives'> & { readonly count: number })[];
  /** Of all lives of all devices, in order. */
  readonly systems: readonly number[];
  readonly met: readonly number[];
  readonly lanes: readonly (readonly (readonly [core: number, name: number, el: number | null])[])[];
  readonly rows: readonly (readonly PackedRow[])[];
  readonly sums: readonly (readonly [requests: number, latencyPs: number, cpuPs: number])[];
  readonly byPhase: readonly (readonly number[])[];
  readonly byGroup: readonly (readonly number[])[];
  readonly cpuByGroup: readonly (readonly number[])[];
  readonly cpuTrees: readonly PackedFrame[];
}

type PackedFrame = readonly [name: number, ps: number, parts: readonly PackedFrame[]];
/** `later` and `longer` than the row before and the runs within would have it: mostly 0. */
type PackedRow = readonly [phase: number, label: number, because: number, later: number, longer: number, times: number, by: number, ...runs: readonly number[]];

const ways: readonly Row['by'][] = ['turn', 'flight', 'wait'];
/** Numbers of a run: lane, ps, tone, says. */
const RUN = 4;

export function packed(devices: readonly DeviceLives[]): PackedLives {
  const places = new Map<string, number>();
  const at = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const frame = ({ name, ps, parts }: Frame): PackedFrame => [at(name), ps, parts.map(frame)];
  const rowsOf = ({ rows }: Scene): readonly PackedRow[] => rows.map(({ phase, label, because, atPs, ps, times, by, runs }, i) => [
    phases.indexOf(phase), at(label), at(because), atPs - endOf(rows[i - 1]), ps - lengthOf(runs), times, ways.indexOf(by), ...runs.flatMap(({ lane, ps: own, tone, says }) => [lane, own, at(tone), at(says)]),
  ]);
  const lives = devices.flatMap((device) => device.lives);
  const rest = {
    devices: devices.map(({ lives: own, ...device }) => ({ ...device, count: own.length })),
    systems: lives.map(({ system }) => at(system)),
    met: lives.map(({ met }) => at(met)),
    lanes: lives.map(({ scene }) => scene.lanes.map(({ core, name, el }) => [at(core), at(name), el] as const)),
    rows: lives.map(({ scene }) => rowsOf(scene)),
    sums: lives.map(({ attribution: { requests, latencyPs, cpuPs } }) => [requests, latencyPs, cpuPs] as const),
    byPhase: lives.map(({ attribution: { byPhase } }) => phases.map((phase) => byPhase[phase])),
    byGroup: lives.map(({ attribution: { byGroup } }) => timeGroups.map((group) => byGroup[group])),
    cpuByGroup: lives.map(({ attribution: { cpuByGroup } }) => timeGroups.map((group) => cpuByGroup[group])),
    cpuTrees: lives.map(({ cpuTree }) => frame(cpuTree)),
  };
  return { texts: [...places.keys()], ...rest };
}

const endOf = (row: Row | undefined): number => (row === undefined ? 0 : row.atPs + row.ps);
const lengthOf = (runs: Row['runs']): number => runs.reduce((sum, { ps }) => sum + ps, 0);

export function unpacked(all: PackedLives): readonly DeviceLives[] {
  const { texts } = all;
  const text = (at: number): string => texts[at] ?? '';
  const frame = ([name, ps, parts]: PackedFrame): Frame => ({ name: text(name), ps, parts: parts.map(frame) });
  let next = 0;
  return all.devices.map(({ count, ...device }) => ({
    ...device,
    lives: Array.from({ length: count }, (): LifeOf => {
      const i = next++;
      const system = text(all.systems[i]);
      const rows = rowsOf(all.rows[i], text);
      const [requests, latencyPs, cpuPs] = all.sums[i];
      return {
        system, met: text(all.met[i]), cpuTree: frame(all.cpuTrees[i]),
        scene: {
          title: system, unit: device.unit, latencyPs: rows.length === 0 ? 0 : Math.max(...rows.map(endOf), 0), rows,
          lanes: all.lanes[i].map(([core, name, el]) => ({ core: text(core), name: text(name), el })),
        },
        attribution: { system, requests, latencyPs, cpuPs, byPhase: byName(phases, all.byPhase[i]), byGroup: byName(timeGroups, all.byGroup[i]), cpuByGroup: byName(timeGroups, all.cpuByGroup[i]) },
      };
    }),
  }));
}

function rowsOf(list: readonly PackedRow[], text: (at: number) => string): readonly Row[] {
  const rows: Row[] = [];
  for (const [phase, label, because, later, longer, times, by, ...flat] of list) {
    const runs = Array.from({ length: flat.length / RUN }, (_, i) => {
      const [lane, ps, tone, says] = flat.slice(i * RUN, (i + 1) * RUN);
      return { lane, ps, tone: text(tone), says: text(says) };
    });
    rows.push({ phase: phases[phase], label: text(label), because: text(because), atPs: endOf(rows.at(-1)) + later, ps: lengthOf(runs) + longer, times, by: ways[by], runs });
  }
  return rows;
}

function byName<Name extends string>(names: readonly Name[], values: readonly number[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<Name, number>;
}
