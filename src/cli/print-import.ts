import { basename, dirname } from 'node:path';
import { parseAssignment } from '../experiment/parameters.ts';
import { quoted } from '../experiment/quoted.ts';
import { parseSystem } from '../experiment/systems.ts';
import { readMeasurements } from '../formats/measurements-file.ts';
import { measurementsYaml } from '../formats/measurements-yaml.ts';
import { readTool } from '../formats/tools/index.ts';
import type { Reading } from '../formats/tools/tool.ts';
import type { ImportOptions } from './import.ts';
import { readAnyText } from './read-file.ts';
import { prepareFolder, saveAll } from './save.ts';

/** Reads the output of a tool and prints measurements that `validate` takes. */
export function printImport(path: string, { profile, system, workload, device, policy, set = [], requests, name, out }: ImportOptions): void {
  const count = requests === undefined ? undefined : Number(requests);
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) throw new Error(`--requests: ${quoted(requests)} (must be a whole number above 0)`);
  const reading = readTool(readAnyText(path), path, { ...(count !== undefined && { requests: count }) });
  const text = measurementsYaml(reading, {
    name: name ?? nameOf(path), source: `${basename(path)}, read by vhost-lab import`, profile, system: parseSystem(system ?? withoutDevice(reading, path, workload)).name, set: Object.fromEntries(set.map(parseAssignment)),
    ...(workload !== undefined && { workload }), ...(device !== undefined && { device }), ...(policy !== undefined && { policy }),
  });
  // What is written must be read again: a wrong word of the command line is told here and not later.
  readMeasurements(text, out ?? 'what was asked for');
  if (out === undefined) process.stdout.write(text);
  else {
    prepareFolder(dirname(out), [basename(out)]);
    saveAll(dirname(out), { [basename(out)]: text });
  }
}

/** A file's name as a word that measurements can begin with. */
const nameOf = (path: string): string => basename(path).replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 60).replace(/[^A-Za-z0-9]+$/, '') || 'imported';

/** The system of microbenchmarks, which no backend serves; of anything else only the user knows it. */
function withoutDevice({ findings }: Reading, path: string, workload: string | undefined): string {
  if (workload === undefined && findings.every((finding) => finding.workload === 'micro' || finding.workload === 'os')) return 'vhe/null';
  throw new Error(`${path}: only you know which system served the guest: name it (--system vhe/vhost; vhost-lab list systems)`);
}
