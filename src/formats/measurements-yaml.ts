import { stringify } from 'yaml';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Reading } from './tools/tool.ts';

/** What a user adds to the output of a tool. */
export interface ImportedAs {
  readonly name: string;
  readonly source: string;
  readonly profile: string;
  readonly system: string;
  readonly workload?: string;
  readonly device?: string;
  readonly policy?: string;
  readonly set: Readonly<Record<string, ParameterValue>>;
}

/** A file of measurements as `readMeasurements` reads it, with what was no measurement in comments; refuses findings of which nobody said what was run. */
export function measurementsYaml({ title, findings, notes }: Reading, { name, source, profile, system, workload, device, policy, set }: ImportedAs): string {
  const ownLoad = (finding: Reading['findings'][number]): string | undefined => (workload === undefined ? finding.workload : undefined);
  if (findings.some((finding) => ownLoad(finding) === undefined) && workload === undefined) throw new Error(`${source}: only you know what the guest did meanwhile: name it (--workload rr, --workload fio:./job.fio)`);
  const shared = { ...(workload !== undefined && { workload }), ...(device !== undefined && { device }), ...(policy !== undefined && { policy }), ...(Object.keys(set).length > 0 && { set }) };
  const measurements = findings.map((finding) => {
    const { id, metric, overMetric, value, unit, tolerance } = finding;
    const load = ownLoad(finding);
    const experiment = { ...(load !== undefined && { workload: load }), ...(load !== undefined && finding.set !== undefined && { set: finding.set }) };
    return {
      id: `${name}.${id}`, ...(Object.keys(experiment).length > 0 && { experiment }), metric, value, unit,
      ...(tolerance !== undefined && { tolerance }), ...(overMetric !== undefined && { against: { metric: overMetric } }),
    };
  });
  const file = { name, title, defaults: { source, evidence: 'primary', profile, system, use: 'validation', ...(Object.keys(shared).length > 0 && { experiment: shared }) }, measurements };
  return `${notes.map((note) => `# ${note}\n`).join('')}${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
