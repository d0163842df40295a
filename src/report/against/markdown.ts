import { unitOf } from '../explained/told.ts';
import { ONLY_IN_TRACE, accounted, clock, counts, micro, modelUnit, part, perRequest, periods, place, range, rule, setting, share, summary, told, traceUnit, verdict, who, work } from './told.ts';
import type { Against } from './told.ts';

/** A trace beside the model as Markdown: the same as the text, in tables. */
export function againstMarkdown(against: Against): string {
  const { comparison: { steps, extra, ofOthers, unknown, requests, counts: rows, periodPs, period }, trace, fitted, file } = against;
  const names = who(against);
  const extraOf = (step: number | null): readonly (readonly string[])[] => extra.filter(({ after }) => after === step).map(({ event, times }) =>
    ['+', `${event.task}: ${event.what === null ? event.kind : told(event.what)}`, perRequest(times, requests), '', '', '', '', '', '', `**${ONLY_IN_TRACE}**`, `line ${event.line}`]);
  const table = [
    ...extraOf(null),
    ...steps.flatMap((row, k) => [
      [String(k + 1), `${row.step.task}: ${told(row.step)}`, share(row), row.sincePs === null ? '–' : micro(row.sincePs), part(row.sincePs, periodPs), row.traced === null ? '–' : clock(row.traced.median, against), part(row.traced?.median ?? null, period?.median), row.traced === null ? '' : range(row.traced, against), row.events === null ? '' : String(row.events), row.verdict === 'agrees' ? verdict(row) : `**${verdict(row)}**`, work(row, unitOf(fitted))],
      ...extraOf(k),
    ]),
  ];
  return [
    `# ${fitted.spec.system} against ${cell(file)}`, '', cell(summary(against)), '', setting(against), '', ...periods(against).flatMap((line) => [line, '']), ...(names === '' ? [] : [`Who is who: ${cell(names)}.`, '']),
    '## Step by step', '', rule(against), '',
    ...tableOf(['step', 'what', 'per request', `model, ${modelUnit(against)}`, 'of it', `trace, ${traceUnit(against)}`, 'of it', 'from..to', 'events', 'verdict', 'what the model does meanwhile'], '--:|---|--:|--:|--:|--:|--:|---|--:|---|---', table), '',
    '## Per request', '', ...tableOf(['', 'model', 'trace'], '---|--:|--:', counts(rows)), '',
    ...(ofOthers.length === 0 ? [] : ['## Of other tasks', '', ...tableOf(['times', 'event', 'tasks'], '--:|---|--:', ofOthers.map(({ kind, times, tasks }) => [String(times), kind, String(tasks)])), '']),
    ...(unknown.length === 0 ? [] : ['## What the model does not know', '', ...tableOf(['times', 'per request', 'event', 'mostly'], '--:|--:|---|---', unknown.map(({ kind, times, after }) => [String(times), perRequest(times, requests), kind, place(after)])), '']),
    ...(trace.notes.length === 0 ? [] : ['## Of the file', '', ...trace.notes.map((note) => `- ${cell(note)}`), '']),
    accounted(against), '',
  ].join('\n');
}

const tableOf = (head: readonly string[], rule: string, rows: readonly (readonly string[])[]): readonly string[] => [`| ${head.join(' | ')} |`, `|${rule}|`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)];

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[\r\n]+/g, ' ').replaceAll('<', '&lt;');
