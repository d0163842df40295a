import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import type { Outcome } from '../engines/outcome.ts';
import { profileHash, specText } from './trial-key.ts';

/** A trial that has ended. */
export interface EndedTrial {
  readonly key: string;
  readonly spec: TrialSpec;
  readonly outcome: Outcome;
}

/** Who computed it, when and with what. */
export interface Origin {
  readonly run: number;
  readonly modelVersion: string;
  readonly at: string;
}

const COLUMNS = ['trial', 'system', 'device', 'workload', 'requests', 'replications', 'seed', 'profile', 'profile_hash', 'model_version', 'run', 'computed_at', 'elapsed_ms', 'failed', 'error', 'spec', 'params', 'histogram', 'result'];

/** The numbers of a result as columns: `latency_us.p99` is `latency_us_p99`. */
function metricsIn(value: unknown, name: string): readonly (readonly [name: string, value: number | null])[] {
  if (typeof value !== 'object' || value === null) return [[name, typeof value === 'number' ? value : null]];
  return Object.entries(value).flatMap(([key, inner]) => metricsIn(inner, name === '' ? key : `${name}_${key}`));
}

/** Writes trials into a store, all of a call or none; a trial that is there already is replaced, so that writing it twice does no harm. */
export class TrialRows {
  readonly #connection: DuckDBConnection;
  #metrics: readonly string[] | null = null;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async write(trials: readonly EndedTrial[], origin: Origin): Promise<void> {
    const all = trials.map((trial) => {
      const result = 'text' in trial.outcome ? (JSON.parse(trial.outcome.text) as Pick<TrialResult, 'metrics' | 'latency_distribution'>) : null;
      return { trial, result, metrics: new Map(metricsIn(result?.metrics ?? {}, '')) };
    });
    const metrics = await this.#columns(all.flatMap((row) => [...row.metrics.keys()]));
    const names = [...COLUMNS, ...metrics].join(', ');
    const appender = await this.#connection.createAppender('incoming');
    for (const { trial, result, metrics: values } of all) {
      appendTrial(appender, trial, origin, result && JSON.stringify(result.latency_distribution));
      for (const name of metrics) {
        const value = values.get(name);
        if (value === undefined || value === null) appender.appendNull();
        else appender.appendDouble(value);
      }
      appender.endRow();
    }
    appender.closeSync();
    // Not INSERT OR REPLACE: when DuckDB 1.5 replays its log, after a kill, JSON columns of rows that this replaced are NULL.
    await this.#connection.run(`BEGIN; DELETE FROM trials WHERE trial IN (SELECT trial FROM incoming); INSERT INTO trials (${names}) SELECT ${names} FROM incoming; DELETE FROM incoming; COMMIT`);
  }

  /** Columns of metrics that the store has; those that are new are added. */
  async #columns(found: readonly string[]): Promise<readonly string[]> {
    const known = this.#metrics;
    const added = [...new Set(found)].filter((name) => known?.includes(name) !== true);
    if (known !== null && added.length === 0) return known;
    const metrics = [...(known ?? []), ...added];
    for (const name of added) await this.#connection.run(`ALTER TABLE trials ADD COLUMN IF NOT EXISTS ${name} DOUBLE`);
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE incoming AS SELECT ${[...COLUMNS, ...metrics].join(', ')} FROM trials LIMIT 0`);
    this.#metrics = metrics;
    return metrics;
  }
}

function appendTrial(appender: DuckDBAppender, { key, spec, outcome }: EndedTrial, { run, modelVersion, at }: Origin, histogram: string | null): void {
  const text = (value: string | null): void => (value === null ? appender.appendNull() : appender.appendVarchar(value));
  text(key);
  for (const value of [spec.system, spec.device, spec.workload]) text(value);
  appender.appendInteger(spec.requests);
  appender.appendInteger(spec.replications);
  appender.appendBigInt(BigInt(spec.seed));
  for (const value of [spec.profile.name, profileHash(spec.profile), modelVersion]) text(value);
  appender.appendInteger(run);
  text(at);
  appender.appendDouble(outcome.elapsedMs);
  text('failed' in outcome ? outcome.failed : null);
  text('failed' in outcome ? outcome.says : null);
  text(specText(spec));
  text(JSON.stringify(spec.params));
  text(histogram);
  text('text' in outcome ? outcome.text : null);
}
