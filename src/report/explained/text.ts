import type { Explanation } from '../../experiment/explanation.ts';
import { phases } from '../../experiment/phase.ts';
import type { ExplainedStep } from '../../experiment/explained-step.ts';
import { foldRepeats, groupSteps } from '../../experiment/step-groups.ts';
import type { Repeated, StepGroup } from '../../experiment/step-groups.ts';
import type { Difference, Variant } from '../../experiment/variants.ts';
import type { ResultUnit } from '../units.ts';
import { duration, meetings, moment, operation, sourceNumber, sourcesOf, unitOf, where } from './told.ts';

/** The life of a request for a terminal: its phases, their paths with the reason why, and each path's costs. */
export function explainedText(explanation: Explanation, variants: readonly Variant[]): string {
  const unit = unitOf(explanation);
  const sources = sourcesOf(explanation);
  const groups = groupSteps(explanation.steps);
  const cores = Math.max(...groups.map(({ first }) => actor(first).length));
  const met = meetings(explanation);
  return [
    `${explanation.system.name}: ${operation(explanation)} takes ${duration(explanation.latencyPs, unit)}.`,
    `${explanation.system.title}. Profile ${explanation.spec.profile.name}, ${explanation.system.maturity}.`,
    ...(met === '' ? [] : [`${met[0].toUpperCase()}${met.slice(1)}.`]),
    ...phases.flatMap((phase) => {
      const own = groups.filter(({ first }) => first.phase === phase);
      const total = own.reduce((sum, { durationPs }) => sum + durationPs, 0);
      return own.length === 0 ? [] : ['', `${phase.toUpperCase()}  ${duration(total, unit)}`, ...foldRepeats(own).flatMap((row) => repeated(row, cores, unit, sources))];
    }),
    '',
    `The steps sum to ${duration(explanation.latencyPs, unit)}, the latency, exactly.`,
    ...besideLines(explanation, unit),
    ...variantLines(variants, explanation.latencyPs, unit),
    '',
    'Sources of the numbers',
    ...[...sources].map(([text, number]) => `${`[${number}]`.padStart(5)} ${text}`),
    '',
  ].join('\n');
}

function repeated({ groups, times, durationPs }: Repeated, cores: number, unit: ResultUnit, sources: ReadonlyMap<string, number>): readonly string[] {
  const lines = groups.flatMap((group) => path(group, cores, unit, sources));
  return times === 1 ? lines : [`  ${times} times, ${duration(durationPs, unit)} together:`, ...lines.map((line) => `  ${line}`)];
}

function path(group: StepGroup, cores: number, unit: ResultUnit, sources: ReadonlyMap<string, number>): readonly string[] {
  const { first, atPs, durationPs, steps } = group;
  const head = `  ${moment(atPs, unit).padStart(9)}  ${actor(first).padEnd(cores)}  ${first.cost === null && first.kind !== 'work' ? first.says : first.path}: ${duration(durationPs, unit)}`;
  const why = first.because === null ? [] : [`  ${' '.repeat(9)}  ${' '.repeat(cores)}  because ${first.because}`];
  const costs = steps.filter(({ cost }) => cost !== null).map((step) =>
    `${duration(step.duration_ps, unit).padStart(20)}  ${where(step).padEnd(15)} ${step.cost}${step.times === 1 ? '' : ` x ${step.times}`}: ${step.says} ${sourceNumber(sources, step)}`);
  return [head, ...why, ...costs];
}

/** The core, and the thread on it where that has another name. */
const actor = ({ core, thread }: ExplainedStep): string => (core === null ? 'device' : thread === null || thread === core ? core : `${core}: ${thread}`);

/** What the cores did meanwhile, which the request did not wait for. */
function besideLines({ beside }: Explanation, unit: ResultUnit): readonly string[] {
  const cores = [...new Set(beside.map(({ core }) => core))];
  if (cores.length === 0) return [];
  return ['', 'Meanwhile, not waited for', ...cores.flatMap((core) => {
    const own = foldRepeats(groupSteps(beside.filter((step) => step.core === core)));
    const total = own.reduce((sum, { durationPs }) => sum + durationPs, 0);
    return [`  ${core ?? '-'}: ${duration(total, unit)}`, ...own.map(({ groups, times, durationPs }) => `    ${groups.map(({ first }) => first.path).join(', ')}${times > 1 ? ` x ${times}` : ''}: ${duration(durationPs, unit)}`)];
  })];
}

function variantLines(variants: readonly Variant[], latencyPs: number, unit: ResultUnit): readonly string[] {
  if (variants.length === 0) return [];
  return ['', 'Had it met another state', ...variants.flatMap(({ state, latencyPs: other, kick, gone, added, refused }) =>
    other === null
      ? [`  ${state}: cannot be: ${refused}`]
      : [`  ${state}: ${duration(other, unit)} (${other >= latencyPs ? '+' : '-'}${duration(Math.abs(other - latencyPs), unit)})${kick === 'suppressed' ? ', and the kick is suppressed' : ''}`, ...listed('without', gone, unit), ...listed('with', added, unit)])];
}

function listed(word: string, differences: readonly Difference[], unit: ResultUnit): readonly string[] {
  return differences.map(({ path: name, phase, times, ps }, i) => `    ${(i === 0 ? word : '').padEnd(8)}${name}${Math.abs(times) > 1 ? ` x ${times}` : ''} (${phase}) ${duration(ps, unit)}`);
}
