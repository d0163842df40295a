import { basename } from 'node:path';
import { parseAssignment } from '../experiment/parameters.ts';
import { quoted } from '../experiment/quoted.ts';
import { parseSystem } from '../experiment/systems.ts';
import { measurementsYaml } from '../formats/measurements-yaml.ts';
import { readTool } from '../formats/tools/index.ts';
import type { Reading } from '../formats/tools/tool.ts';
import { readAnyText } from './read-file.ts';

/** What a tool cannot know of what it measured, as typed. */
export interface ToolRun {
  readonly system?: string;
  readonly workload?: string;
  readonly device?: string;
  readonly policy?: string;
  readonly set?: readonly string[];
  readonly requests?: string;
}

/** The output of a tool as a file of measurements, which `readMeasurements` understands. */
export function measurementsOfTool(path: string, { name, profile, system, workload, device, policy, set = [], requests }: ToolRun & { readonly name?: string; readonly profile: string }): string {
  const count = requests === undefined ? undefined : Number(requests);
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) throw new Error(`--requests: ${quoted(requests)} (must be a whole number above 0)`);
  const reading = readTool(readAnyText(path), path, { ...(count !== undefined && { requests: count }) });
  return measurementsYaml(reading, {
    name: name ?? nameOf(path), source: `${basename(path)}, read by vhost-lab import`, profile, system: parseSystem(system ?? withoutDevice(reading, path, workload)).name, set: Object.fromEntries(set.map(parseAssignment)),
    ...(workload !== undefined && { workload }), ...(device !== undefined && { device }), ...(policy !== undefined && { policy }),
  });
}

/** Stands for a file in what is said of measurements that were never one: a wrong word of the command line. */
export const ASKED_FOR = 'what was asked for';

/** A file's name as a word that measurements can begin with. */
const nameOf = (path: string): string => basename(path).replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 60).replace(/[^A-Za-z0-9]+$/, '') || 'imported';

/** The system of microbenchmarks, which no backend serves; of anything else only the user knows it. */
function withoutDevice({ findings }: Reading, path: string, workload: string | undefined): string {
  if (workload === undefined && findings.every((finding) => finding.workload === 'micro' || finding.workload === 'os')) return 'vhe/null';
  throw new Error(`${path}: only you know which system served the guest: name it (--system vhe/vhost; vhost-lab list systems)`);
}
