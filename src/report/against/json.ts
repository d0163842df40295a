import { operation, unitOf } from '../explained/told.ts';
import type { Against } from './told.ts';

/** A trace beside the model as JSON: times of the model in ps, those of the trace in ps or, where `clock` says so, in ticks. */
export function againstJson({ file, trace, fitted: { spec, request, chosen, tried, alignment }, comparison }: Against): string {
  const { requests, steps, extra, ofOthers, unknown, counts, periodPs, period, events } = comparison;
  return `${JSON.stringify({
    system: spec.system, file, operation: operation(request), profile: spec.profile.name, unit: unitOf({ spec }), clock: trace.tickPs === null ? 'ticks' : 'ps', tick_ps: trace.tickPs,
    params: spec.params, chosen, settings_tried: tried, who: Object.fromEntries(alignment.who), requests, period: { model_ps: periodPs, traced: period },
    steps: steps.map(({ step: { atPs: _, ...event }, sincePs, work, ...row }, i) => ({ step: i + 1, ...row, event, since_ps: sincePs, work })),
    only_in_trace: extra.map(({ event: { line, task, kind, what }, after, times }) => ({ task, kind, event: what, after: after === null ? null : after + 1, times, first_line: line })),
    of_other_tasks: ofOthers, unknown: unknown.map(({ after, ...row }) => ({ ...row, mostly_after: after === null ? null : after + 1 })), per_request: counts,
    events: { all: events.all, steps: events.matched, only_in_trace: events.extra, of_other_tasks: events.ofOthers, unknown: events.unknown }, notes: trace.notes,
  }, null, 2)}\n`;
}
