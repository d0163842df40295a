import type { Explanation } from '../../experiment/explanation.ts';
import type { ExplainedStep } from '../../experiment/explained-step.ts';
import type { Phase } from '../../experiment/phase.ts';
import { foldRepeats, groupSteps } from '../../experiment/step-groups.ts';
import type { StepGroup } from '../../experiment/step-groups.ts';
import type { ResultUnit } from '../units.ts';
import { duration, unitOf } from './told.ts';

/** A column of a sequence diagram: a VM at an exception level on a core, or the device. */
export interface Lane {
  readonly core: string;
  /** `EL1 GuestVM`; empty for the device. */
  readonly name: string;
  readonly el: number | null;
}

/** Time that a row spends in one lane. */
export interface Run {
  readonly lane: number;
  readonly ps: number;
  /** Which colour it has: a role, or a kind of wait. */
  readonly tone: string;
  /** Its costs, one in a line. */
  readonly says: string;
}

/** A path or a wait of the request, from top to bottom. */
export interface Row {
  readonly phase: Phase;
  readonly label: string;
  readonly because: string;
  readonly atPs: number;
  readonly ps: number;
  /** It stands for so many in a row; `atPs` and `ps` are those of the first. */
  readonly times: number;
  readonly runs: readonly Run[];
  /** How it came from the row before: nothing special, an interrupt that was sent, a wait. */
  readonly by: 'turn' | 'flight' | 'wait';
}

/** What a sequence diagram shows, without any measure of the picture. */
export interface Scene {
  readonly title: string;
  readonly unit: ResultUnit;
  readonly latencyPs: number;
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
}

/** The lanes of an explanation by core, the guest's first, and a row for each path; repeats are folded. Without their sources prices still say of which kind they are. */
export function sceneOf(explanation: Explanation, withSources = true): Scene {
  const unit = unitOf(explanation);
  const groups = groupSteps(explanation.steps);
  const lanes = lanesOf(explanation.steps);
  const at = (step: ExplainedStep): number => lanes.findIndex((lane) => lane.core === coreOf(step) && lane.name === nameOf(step));
  const rows = foldRepeats(groups).flatMap(({ groups: list, times }) => list.map((group) => rowOf(group, times, unit, at, withSources)));
  return { title: explanation.system.name, unit, latencyPs: explanation.latencyPs, lanes, rows: joinWaits(placeWaits(rows)) };
}

const coreOf = ({ core, kind }: ExplainedStep): string => (kind === 'device' || core === null ? 'device' : core);
const nameOf = ({ el, vm }: ExplainedStep): string => (el === null ? '' : `EL${el} ${vm}`);

/** Of each core the guest's levels, then the hypervisor's, then the host's: EL0 outside, EL2 inside, so that the two sides meet in the middle. */
function lanesOf(steps: readonly ExplainedStep[]): readonly Lane[] {
  const found: Lane[] = [];
  for (const step of steps) {
    if (step.el === null && step.kind !== 'device') continue;
    const lane = { core: coreOf(step), name: nameOf(step), el: step.el };
    if (!found.some(({ core, name }) => core === lane.core && name === lane.name)) found.push(lane);
  }
  const cores = [...new Set(found.map(({ core }) => core))].filter((core) => core !== 'device');
  return [...cores.flatMap((core) => found.filter((lane) => lane.core === core).sort((a, b) => place(a) - place(b))), ...found.filter(({ core }) => core === 'device')];
}

function place({ name, el }: Lane): number {
  if (name.endsWith('GuestVM') || name.endsWith('machine')) return el ?? 0;
  return name.endsWith('hypervisor') ? 3 : 6 - (el ?? 0);
}

function rowOf({ steps, first, atPs, durationPs }: StepGroup, times: number, unit: ResultUnit, laneOf: (step: ExplainedStep) => number, withSources: boolean): Row {
  const runs: { lane: number; ps: number; tone: string; says: string }[] = [];
  for (const step of steps) {
    const lane = laneOf(step);
    const line = `${step.cost ?? step.says} ${duration(step.duration_ps, unit)}${step.times > 1 ? ` (x ${step.times})` : ''}${step.source === null ? '' : `, ${step.source.kind}${withSources ? `: ${step.source.source}` : ''}`}`;
    const last = runs.at(-1);
    const tone = step.role ?? step.kind;
    if (last !== undefined && last.lane === lane && last.tone === tone) {
      last.ps += step.duration_ps;
      last.says += `\n${line}`;
    } else {
      runs.push({ lane, ps: step.duration_ps, tone, says: line });
    }
  }
  const waits = first.kind === 'run queue' || first.kind === 'busy core' || first.kind === 'behind others';
  return {
    phase: first.phase, label: first.kind === 'work' ? first.path : first.kind === 'device' ? 'device' : first.kind === 'flight' ? (first.cost === 'dev_irq_delay' ? 'interrupt of the device' : 'interrupt on its way') : first.says,
    because: first.because ?? '', atPs, ps: durationPs, times, runs, by: first.kind === 'flight' ? 'flight' : waits ? 'wait' : 'turn',
  };
}

/** One wait after the other for the same is one row. */
function joinWaits(rows: readonly Row[]): readonly Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const [run] = row.runs;
    if (last?.by !== 'wait' || row.by !== 'wait' || last.label !== row.label || last.phase !== row.phase || last.times + row.times > 2) joined.push(row);
    else joined[joined.length - 1] = { ...last, ps: last.ps + row.ps, runs: [{ ...last.runs[0], lane: run.lane, ps: last.runs[0].ps + run.ps, says: `${last.runs[0].says}\n${run.says}` }], because: last.because === row.because ? last.because : `${last.because}; ${row.because}` };
  }
  return joined;
}

/** A wait and a flight have no lane of their own: they stand where the next row begins. */
function placeWaits(rows: readonly Row[]): readonly Row[] {
  return rows.map((row, i) => {
    if (row.runs.every(({ lane }) => lane >= 0)) return row;
    const next = rows.slice(i + 1).find(({ runs }) => runs[0].lane >= 0)?.runs[0].lane ?? 0;
    return { ...row, runs: row.runs.map((run) => ({ ...run, lane: next })) };
  });
}
