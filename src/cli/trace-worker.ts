import { parentPort, workerData } from 'node:worker_threads';
import { traceTrial } from '../formats/traces/trace-trial.ts';
import { traceFormats } from '../formats/traces/index.ts';
import { reason } from './read-file.ts';
import { TraceFile } from './trace-file.ts';
import type { TraceOrder, TraceOutcome } from './trace-run.ts';

/** What a worker thread does that traces one trial into a file. */
function written({ spec, format, temporary }: TraceOrder): TraceOutcome {
  const file = new TraceFile(temporary);
  try {
    const note = traceTrial(spec, traceFormats[format], file.out);
    file.close();
    return { note };
  } catch (error) {
    // The system says why it does not take a file; everything else is the trial's own.
    return error instanceof Error && 'syscall' in error ? { error: new Error(reason(error)) } : { error };
  } finally {
    file.removeParts();
  }
}

parentPort?.postMessage(written(workerData as TraceOrder));
