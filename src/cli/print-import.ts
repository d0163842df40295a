import { basename, dirname } from 'node:path';
import { readMeasurements } from '../formats/measurements-file.ts';
import type { ImportOptions } from './import.ts';
import { ASKED_FOR, measurementsOfTool } from './load-tool.ts';
import { prepareFolder, saveAll } from './save.ts';

/** Reads the output of a tool and prints measurements that `validate` takes. */
export function printImport(path: string, { out, ...run }: ImportOptions): void {
  const text = measurementsOfTool(path, run);
  // What is written must be read again: a wrong word of the command line is told here and not later.
  readMeasurements(text, out ?? ASKED_FOR);
  if (out === undefined) process.stdout.write(text);
  else {
    prepareFolder(dirname(out), [basename(out)]);
    saveAll(dirname(out), { [basename(out)]: text });
  }
}
