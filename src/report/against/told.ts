import type { Comparison, CountRow, Spread, StepRow } from '../../experiment/against/comparison.ts';
import type { Fitted } from '../../experiment/against/settings.ts';
import type { KernelTrace, TracedWhat } from '../../experiment/against/traced-event.ts';
import type { KernelEventWhat } from '../../experiment/kernel-event.ts';
import { readable } from '../numbers.ts';
import { durationUnit } from '../units.ts';
import type { ResultUnit } from '../units.ts';
import { operation, unitOf } from '../explained/told.ts';

/** A trace explained by a system, and what it is called. */
export interface Against {
  readonly file: string;
  readonly trace: KernelTrace;
  readonly fitted: Fitted;
  readonly comparison: Comparison;
}

/** An event in the words of the tracer, without whose it is. */
export function told(what: KernelEventWhat | TracedWhat): string {
  switch (what.name) {
    case 'kvm_exit':
      return what.reason === null ? 'kvm_exit' : `kvm_exit ${what.reason}`;
    case 'kvm_mmio':
      return what.writes === null ? 'kvm_mmio' : `kvm_mmio ${what.writes ? 'write' : 'read'}`;
    case 'sched_switch':
      return `sched_switch to ${what.next}${what.sleeps ? ', sleeps' : ''}`;
    case 'sched_wakeup':
      return `sched_wakeup of ${what.woken}`;
    case 'irq_handler_entry':
    case 'irq_handler_exit':
      return `${what.name} ${what.irq}`;
    default:
      return what.name;
  }
}

/** In the unit of the result: microseconds, or thousands of instructions. */
export const micro = (ps: number): string => readable(ps / 1e6);

export const modelUnit = ({ fitted }: Against): string => durationUnit(unitOf(fitted));

export const traceUnit = ({ trace }: Against): string => (trace.tickPs === null ? 'ticks' : 'µs');

/** What the trace's clock read. */
export const clock = (value: number, { trace }: Against): string => (trace.tickPs === null ? readable(value) : micro(value));

export const range = ({ least, most }: Spread, against: Against): string => (least === most ? clock(least, against) : `${clock(least, against)}..${clock(most, against)}`);

export const perRequest = (times: number, requests: number): string => (requests === 0 ? `${times}` : (times / requests).toFixed(2));

/** How often a step was there when a request came past it. */
export const share = ({ met, passed }: StepRow): string => (passed === 0 ? '–' : (met / passed).toFixed(2));

/** The verdict in words, with what is odd about it. */
export function verdict({ verdict: word, otherwise, met, step }: StepRow): string {
  const other = otherwise * 2 > met && step.name === 'sched_switch' ? `, and in kind: the traced task ${step.sleeps ? 'could go on' : 'sleeps'}` : '';
  return `${word}${other}`;
}

export const ONLY_IN_TRACE = 'differs in kind: only in the trace';

export function summary({ fitted, file, comparison: { steps, requests } }: Against): string {
  const count = (word: StepRow['verdict']): number => steps.filter((row) => row.verdict === word).length;
  const parts = [
    `${are(count('agrees'), 'agrees', 'agree')}`, are(count('differs in time'), 'differs in time', 'differ in time'), are(count('differs in kind: only in the model'), 'is only in the model', 'are only in the model'),
    ...(count('not traced') === 0 ? [] : [are(count('not traced'), 'was not traced', 'were not traced')]),
  ];
  return `${fitted.spec.system} against ${file}: of the ${steps.length} steps of a request ${parts.join(', ')}; ${are(requests, 'whole request is', 'whole requests are')} in the trace.`;
}

const are = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The model in a sentence, and what the trace decided of it. */
export function setting({ fitted: { spec, request, chosen, tried } }: Against): string {
  const set = Object.entries(chosen).map(([key, value]) => `${key}=${value}`);
  const nearest = tried === 1 ? '' : `, the nearest of ${tried} settings`;
  const why = set.length > 0 ? ` Set as the trace shows it${nearest}: ${set.join(', ')}.` : tried === 1 ? '' : ` Left as asked${nearest}.`;
  return `Model: ${operation(request)}, profile ${spec.profile.name}.${why}`;
}

/** How long a request takes here and there, and whether these can be compared. */
export function periods(against: Against): readonly string[] {
  const { comparison: { period, periodPs }, trace, fitted: { spec } } = against;
  const perNs = spec.profile.instructions_per_ns;
  const traced = period === null ? 'the trace has none that is whole' : `${clock(period.median, against)} ${traceUnit(against)} in the trace (${range(period, against)}, of ${period.times})`;
  return [
    `A request takes ${micro(periodPs)} ${modelUnit(against)} in the model; ${traced}.`,
    ...(trace.tickPs === null ? ['The trace\'s clock counts ticks of unknown length: times are not compared.'] : []),
    ...(perNs === undefined || trace.tickPs === null ? [] : [`Profile ${spec.profile.name} counts instructions, and its times can be compared only with the clock of a machine that does ${readable(1000 * perNs)} of them in a microsecond, as the one does that it is of.`]),
    'Each traced event takes time by itself, which is in the trace and not in the model: order, counts and proportions say more than times.',
  ];
}

export const rule = (against: Against): string => (against.trace.tickPs === null ? '' : `A time is since the step before; it agrees within a quarter of the trace's median, within its range, or within ${micro(against.trace.tickPs)} µs of that, its clock's tick.`);

export const who = ({ fitted: { alignment } }: Against): string => [...alignment.who].filter(([thread]) => thread !== 'swapper').map(([thread, task]) => `${task} is ${thread}`).join(', ');

export const counts = (rows: readonly CountRow[]): readonly (readonly [name: string, modelled: string, traced: string])[] => rows.map(({ name, modelled, traced }) => [name, String(modelled), traced === null ? '–' : traced.toFixed(2)]);

/** Every event of the trace, by what became of it. */
export function accounted({ comparison: { events: { all, matched, extra, ofOthers, unknown } } }: Against): string {
  return `All ${all} events of the trace: ${are(matched, 'is a step', 'are steps')} of the model, ${are(extra, 'is', 'are')} only in the trace, ${are(ofOthers, 'is', 'are')} of other tasks, ${are(unknown, 'is of a kind', 'are of kinds')} that the model does not know.`;
}

export const place = (after: number | null): string => (after === null ? 'before the first step' : `after step ${after + 1}`);

/** What the model does up to a step, in words. */
export const work = ({ work: list, sincePs }: StepRow, unit: ResultUnit): string =>
  list.length > 0 ? `${list.map(({ name, ps }) => `${name} ${micro(ps)}`).join(', ')} ${durationUnit(unit)}` : sincePs === 0 ? 'at once' : 'waits';

/** A share of the request that it is in. */
export const part = (of: number | null, whole: number | undefined): string => (of === null || whole === undefined || whole === 0 ? '' : `${((100 * of) / whole).toFixed(1)}%`);
