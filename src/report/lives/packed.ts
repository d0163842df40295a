import { phases } from '../../experiment/phase.ts';
import { timeGroups } from '../../experiment/time-groups.ts';
import type { Attribution, Frame } from '../../experiment/attribution.ts';
import type { Row, Scene } from '../explained/scene.ts';
import type { DeviceLives, LifeOf } from './lives.ts';

/** Lives for a page's script: every text once, everything else as numbers. */
export interface PackedLives {
  readonly texts: readonly string[];
  readonly devices: readonly { readonly device: string; readonly operation: string; readonly unit: DeviceLives['unit']; readonly lives: readonly PackedLife[] }[];
}

type PackedFrame = readonly [name: number, ps: number, parts: readonly PackedFrame[]];
type PackedRow = readonly [phase: number, label: number, because: number, atPs: number, ps: number, times: number, by: number, ...runs: readonly number[]];

interface PackedLife {
  readonly system: string;
  readonly met: string;
  readonly latencyPs: number;
  readonly lanes: Scene['lanes'];
  readonly rows: readonly PackedRow[];
  readonly sums: readonly [requests: number, latencyPs: number, cpuPs: number];
  readonly byPhase: readonly number[];
  readonly byGroup: readonly number[];
  readonly cpuByGroup: readonly number[];
  readonly trees: readonly [latency: PackedFrame, cpu: PackedFrame];
}

const ways: readonly Row['by'][] = ['turn', 'flight', 'wait'];
/** Numbers of a run: lane, ps, tone, says. */
const RUN = 4;

export function packed(all: readonly DeviceLives[]): PackedLives {
  const places = new Map<string, number>();
  const at = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const frame = ({ name, ps, parts }: Frame, depth: number): PackedFrame => [at(name), ps, depth === 0 ? [] : parts.map((part) => frame(part, depth - 1))];
  const life = ({ system, met, scene, attribution: of }: LifeOf): PackedLife => ({
    system, met, latencyPs: scene.latencyPs, lanes: scene.lanes,
    rows: scene.rows.map(({ phase, label, because, atPs, ps, times, by, runs }) => [
      phases.indexOf(phase), at(label), at(because), atPs, ps, times, ways.indexOf(by), ...runs.flatMap(({ lane, ps: own, tone, says }) => [lane, own, at(tone), at(says)]),
    ]),
    sums: [of.requests, of.latencyPs, of.cpuPs],
    byPhase: phases.map((phase) => of.byPhase[phase]), byGroup: timeGroups.map((group) => of.byGroup[group]), cpuByGroup: timeGroups.map((group) => of.cpuByGroup[group]),
    // Which costs a path has is in the diagram: the flame graphs of the page end with paths.
    trees: [frame(of.latencyTree, 2), frame(of.cpuTree, 2)],
  });
  const devices = all.map(({ lives, ...rest }) => ({ ...rest, lives: lives.map(life) }));
  return { texts: [...places.keys()], devices };
}

export function unpacked({ texts, devices }: PackedLives): readonly DeviceLives[] {
  const frame = ([name, ps, parts]: PackedFrame): Frame => ({ name: texts[name] ?? '', ps, parts: parts.map(frame) });
  return devices.map(({ lives, ...rest }) => ({
    ...rest,
    lives: lives.map(({ system, met, latencyPs, lanes, rows, sums: [requests, sumPs, cpuPs], byPhase, byGroup, cpuByGroup, trees: [latency, cpu] }): LifeOf => ({
      system, met,
      scene: { title: system, unit: rest.unit, latencyPs, lanes, rows: rows.map((row) => rowOf(row, texts)) },
      attribution: {
        system, requests, latencyPs: sumPs, cpuPs, byPhase: byName(phases, byPhase), byGroup: byName(timeGroups, byGroup), cpuByGroup: byName(timeGroups, cpuByGroup), latencyTree: frame(latency), cpuTree: frame(cpu),
      } satisfies Attribution,
    })),
  }));
}

function rowOf([phase, label, because, atPs, ps, times, by, ...flat]: PackedRow, texts: readonly string[]): Row {
  const runs = Array.from({ length: flat.length / RUN }, (_, i) => {
    const [lane, own, tone, says] = flat.slice(i * RUN, (i + 1) * RUN);
    return { lane, ps: own, tone: texts[tone] ?? '', says: texts[says] ?? '' };
  });
  return { phase: phases[phase], label: texts[label] ?? '', because: texts[because] ?? '', atPs, ps, times, by: ways[by], runs };
}

function byName<Name extends string>(names: readonly Name[], values: readonly number[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<Name, number>;
}
