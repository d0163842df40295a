import type { Changed, Compared, MetricChanges } from '../../experiment/compare/comparison.ts';
import { isOver, type Gate } from '../../experiment/compare/gate.ts';
import type { TrialResult } from '../../experiment/results.ts';
import { metricInWords } from '../tuning/said.ts';
import { failureInWords, gateInWords, inPercent, intervalInPercent, notes, valuesOf, verdictInWords, where, type Told } from './told.ts';
import { element, xmlDocument, type Xml } from './xml.ts';

/** JUnit XML: a suite for each metric and a case for each trial, which fails where the gate does; a suite for trials that only one side has a result of. */
export function comparedJUnit({ compared, gate }: Told): string {
  const { base, now, broken, disappeared, appeared, mended, metrics, matches } = compared;
  const suites = metrics.map((metric) => metricSuite(metric, compared, gate));
  const cases = [
    ...broken.map(({ base: trial, failure }) => testCase(trial, compared, [element('error', { type: failure.failed, message: `had a result in ${base.name}; ${failureInWords(failure)}` })])),
    ...disappeared.map((trial) => testCase(trial, compared, [element('skipped', { message: `only in ${base.name}` })])),
    ...[...appeared, ...mended].map((trial) => testCase(trial, compared, [element('system-out', {}, [`has a result only in ${now.name}`])])),
  ];
  if (cases.length > 0) suites.push(element('testsuite', { name: 'trials with one result', tests: cases.length, failures: 0, errors: broken.length, skipped: disappeared.length }, cases));
  const over = gate?.over.length ?? 0;
  return xmlDocument(element('testsuites', { name: `vhost-lab compare: ${base.name} with ${now.name}`, tests: metrics.length * matches.length + cases.length, failures: over, errors: broken.length }, suites));
}

function metricSuite(metrics: MetricChanges, compared: Compared, gate: Gate | null): Xml {
  const { metric, changes } = metrics;
  const fails = ({ change }: Changed): boolean => gate !== null && isOver(change, metric, gate.limit);
  const says = [...notes(compared), ...(gate === null ? [] : [gateInWords(gate, compared)])].join('\n');
  return element('testsuite', { name: metricInWords(metric.name), tests: changes.length, failures: changes.filter(fails).length, errors: 0, skipped: 0 }, [
    ...changes.map((changed) => testCase(changed.match.base, compared, fails(changed) ? [element('failure', { type: 'worse', message: said(changed, metrics, gate) })] : [element('system-out', {}, [said(changed, metrics, gate)])])),
    element('system-out', {}, [says]),
  ]);
}

function said(changed: Changed, { metric }: MetricChanges, gate: Gate | null): string {
  const [base, now] = valuesOf(changed, metric);
  const { ratio, interval } = changed.change;
  return `${metricInWords(metric.name)} ${base}, now ${now}: ${inPercent(ratio)}${interval === null ? '' : ` (95 %: ${intervalInPercent(interval)})`}, ${verdictInWords(changed, metric, gate)}`;
}

const testCase = (trial: TrialResult, compared: Compared, children: readonly Xml[]): Xml => element('testcase', { classname: trial.system, name: where(trial, compared) }, children);
