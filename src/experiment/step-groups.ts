import type { ExplainedStep } from './explained-step.ts';

/** The steps of one path or wait, which nothing comes between. */
export interface StepGroup {
  readonly steps: readonly ExplainedStep[];
  readonly first: ExplainedStep;
  readonly atPs: number;
  readonly durationPs: number;
}

/** Groups that come so many times in a row; once where they do not. */
export interface Repeated {
  readonly groups: readonly StepGroup[];
  readonly times: number;
  readonly durationPs: number;
}

/** The steps of an explanation by the path that they belong to. */
export function groupSteps(steps: readonly ExplainedStep[]): readonly StepGroup[] {
  const groups: ExplainedStep[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last !== undefined && last[0].part === step.part) last.push(step);
    else groups.push([step]);
  }
  return groups.map((list) => ({ steps: list, first: list[0], atPs: list[0].at_ps, durationPs: list.reduce((sum, { duration_ps }) => sum + duration_ps, 0) }));
}

/** Longest row of groups that is looked for again behind itself. */
const LONGEST_ROW = 8;

/** Folds what comes several times in a row, as the accesses to a register do. */
export function foldRepeats(groups: readonly StepGroup[]): readonly Repeated[] {
  const folded: Repeated[] = [];
  for (let at = 0; at < groups.length; ) {
    const { length, times } = longestRepeat(groups, at);
    const row = groups.slice(at, at + length);
    at += length * times;
    folded.push({ groups: row, times, durationPs: times * row.reduce((sum, { durationPs }) => sum + durationPs, 0) });
  }
  return folded;
}

/** The row at a place that, repeated, covers most; a single group where none comes twice. */
function longestRepeat(groups: readonly StepGroup[], at: number): { readonly length: number; readonly times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST_ROW; length++) {
    let times = 1;
    while (isSame(groups, at, at + length * times, length)) times++;
    if (times > 1 && length * times > best.length * best.times) best = { length, times };
  }
  return best;
}

function isSame(groups: readonly StepGroup[], at: number, other: number, length: number): boolean {
  if (other + length > groups.length) return false;
  for (let i = 0; i < length; i++) {
    const [a, b] = [groups[at + i], groups[other + i]];
    if (a.first.path !== b.first.path || a.durationPs !== b.durationPs || a.first.core !== b.first.core || a.first.phase !== b.first.phase || a.steps.length !== b.steps.length) return false;
  }
  return true;
}
