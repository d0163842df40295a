import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { quoted } from '../experiment/quoted.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { parseSystem } from '../experiment/systems.ts';
import type { TraceFormatName } from '../formats/traces/index.ts';
import { interruption } from './interruption.ts';
import { packageFile } from './package-files.ts';
import type { RunOptions } from './run.ts';
import { prepareFolder } from './save.ts';

/** What a worker thread is asked for, and what it answers. */
export interface TraceOrder {
  readonly spec: TrialSpec;
  readonly format: TraceFormatName;
  readonly temporary: string;
}
export type TraceOutcome = { readonly note: string } | { readonly error: unknown };

/** A trace that is going to be written. */
export interface PlannedTrace {
  /** Writes it, whole or not at all, and says where it is and what it holds. */
  write(): Promise<string>;
}

/** Chooses trial and format of a trace, before anything has run that would be lost; null where none is asked for. `taken` are files of the run itself. */
export async function planTrace({ trace: file, traceTrial, traceFormat, out }: RunOptions, taken: readonly string[], specs: readonly TrialSpec[], baseline: string): Promise<PlannedTrace | null> {
  if (file === undefined) {
    const [stray] = [traceTrial === undefined ? [] : ['--trace-trial'], traceFormat === undefined ? [] : ['--trace-format']].flat();
    if (stray !== undefined) throw new Error(`${stray}: there is no --trace FILE that it could be about`);
    return null;
  }
  const { traceFormatOf } = await import('../formats/traces/index.ts');
  const format = traceFormatOf(file, traceFormat);
  const spec = trialOf(traceTrial ?? parseSystem(baseline).name, specs);
  if (taken.some((name) => resolve(out, name) === resolve(file))) throw new Error(`--trace ${file}: the run writes its own ${basename(file)} there (choose another name)`);
  prepareFolder(dirname(file), [basename(file)]);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  const remove = (): void => rmSync(temporary, { force: true });
  return {
    async write() {
      const { signal, stop } = interruption();
      signal.addEventListener('abort', () => {
        remove();
        process.stderr.write('interrupted: no trace was written\n');
        process.exit(130);
      }, { once: true });
      try {
        const note = await asked({ spec, format, temporary });
        renameSync(temporary, file);
        return `${file} (${spec.system}, ${spec.device}, ${spec.workload}: ${note})`;
      } finally {
        stop();
        remove();
      }
    },
  };
}

/** A number counts the trials of the suite in its order; everything else is a system. */
function trialOf(asked: string, specs: readonly TrialSpec[]): TrialSpec {
  if (/^\d+$/.test(asked)) {
    const spec = specs[Number(asked) - 1];
    if (spec === undefined) throw new Error(`--trace-trial: ${quoted(asked)} (this suite has trials 1 to ${specs.length})`);
    return spec;
  }
  const { name } = parseSystem(asked);
  const spec = specs.find(({ system }) => system === name);
  if (spec === undefined) throw new Error(`--trace-trial: ${name} is not in this suite (it has ${[...new Set(specs.map(({ system }) => system))].join(', ')})`);
  return spec;
}

function asked(order: TraceOrder): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(packageFile('dist/trace-worker.js'), { workerData: order });
    worker.once('error', reject);
    worker.once('message', (outcome: TraceOutcome) => {
      if ('note' in outcome) resolve(outcome.note);
      else reject(outcome.error instanceof Error ? new Error(`no trace was written: ${outcome.error.message}`, { cause: outcome.error }) : outcome.error);
    });
  });
}
