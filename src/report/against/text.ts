import type { ExtraRow } from '../../experiment/against/unmatched.ts';
import { unitOf } from '../explained/told.ts';
import { ONLY_IN_TRACE, accounted, clock, counts, micro, modelUnit, part, perRequest, periods, place, range, rule, setting, share, summary, told, traceUnit, verdict, who, work } from './told.ts';
import type { Against } from './told.ts';

/** A trace beside the model for a terminal: step by step, then what only the trace has, what the model does not know, and the counts. */
export function againstText(against: Against): string {
  const { comparison, trace } = against;
  const { steps, extra, ofOthers, unknown, requests } = comparison;
  const names = who(against);
  const rows = steps.flatMap((row, k): readonly (readonly string[])[] => [
    [String(k + 1), share(row), row.sincePs === null ? '–' : micro(row.sincePs), part(row.sincePs, comparison.periodPs), row.traced === null ? '–' : clock(row.traced.median, against), part(row.traced?.median ?? null, comparison.period?.median), row.traced === null ? '' : range(row.traced, against), row.events === null ? '' : String(row.events), verdict(row), `${row.step.task}: ${told(row.step)}`],
    ...(row.verdict === 'differs in time' ? [['', '', '', '', '', '', '', '', '', `  model: ${work(row, unitOf(against.fitted))}`]] : []),
    ...extraRows(extra.filter(({ after }) => after === k), requests),
  ]);
  const table = [['step', 'per request', modelUnit(against), '', traceUnit(against), '', 'from..to', 'events', 'verdict', 'what'], ...extraRows(extra.filter(({ after }) => after === null), requests), ...rows];
  return [
    summary(against), setting(against), ...periods(against), ...(names === '' ? [] : [`Who is who: ${names}.`]),
    ...(steps.length === 0 ? ['The model\'s request has no event that a kernel\'s tracer would see: nobody leaves the guest, and nobody is woken.'] : []),
    '', 'STEP BY STEP: how often in a request; time and its share of the request, in the model and in the trace (median); events of the trace in that time', rule(against), '', ...columns(table),
    '', 'PER REQUEST', ...columns([['', 'model', 'trace'], ...counts(comparison.counts)]),
    ...(ofOthers.length === 0 ? [] : ['', 'OF OTHER TASKS, none of which is a thread of the model', ...columns(ofOthers.map(({ kind, times, tasks }) => [String(times), kind, `of ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`]))]),
    ...(unknown.length === 0 ? [] : ['', 'WHAT THE MODEL DOES NOT KNOW', ...columns([['times', 'per request', 'event', 'mostly'], ...unknown.map(({ kind, times, after }) => [String(times), perRequest(times, requests), kind, place(after)])])]),
    ...(trace.notes.length === 0 ? [] : ['', 'OF THE FILE', ...trace.notes.map((note) => `  ${note}`)]),
    '', accounted(against), '',
  ].join('\n');
}

const extraRows = (rows: readonly ExtraRow[], requests: number): readonly (readonly string[])[] =>
  rows.map(({ event, times }) => ['+', perRequest(times, requests), '', '', '', '', '', '', ONLY_IN_TRACE, `${event.task}: ${event.what === null ? event.kind : told(event.what)} (line ${event.line}${times === 1 ? '' : ' first'})`]);

/** Cells in columns, numbers to the right; what comes last is as long as it is. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, k) => rows.reduce((most, row) => Math.max(most, (row[k] ?? '').length), 0));
  const isNumber = rows[0].map((_, k) => rows.slice(rows.length > 1 ? 1 : 0).every((row) => /^[\d\u202f.,–+−<%]*$/.test(row[k] ?? '')));
  return rows.map((row) => `  ${row.map((cell, k) => (isNumber[k] ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join('  ')}`.trimEnd());
}
