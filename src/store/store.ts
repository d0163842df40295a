import { hostname } from 'node:os';
import { createHash } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import type { Accuracy } from '../experiment/accuracy.ts';
import type { SuiteSummary } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import type { Outcome } from '../engines/outcome.ts';
import { openToWrite, refusal, timestamp, type OpenStore } from './open.ts';
import { profileHash } from './trial-key.ts';
import { TrialRows, type EndedTrial } from './trial-rows.ts';

/** A run as it begins. */
export interface BeginningRun {
  readonly summary: SuiteSummary;
  readonly modelVersion: string;
  readonly workers: number;
  readonly keys: readonly string[];
  readonly specs: readonly TrialSpec[];
  readonly cached: number;
}

/** So many trials of a kind took so long together. */
export interface Timing {
  readonly system: string;
  readonly device: string;
  readonly requests: number;
  readonly replications: number;
  readonly trials: number;
  readonly ms: number;
}

/** What a run leaves behind beside its trials. */
export interface Left {
  readonly accuracy: readonly Accuracy[] | null;
  /** Fingerprint of the files that it wrote. */
  readonly written: string | null;
}

export type RunState = 'done' | 'interrupted';

/** How a list of trials is known. */
const sweepOf = (keys: readonly string[]): string => createHash('sha256').update(keys.join('\n')).digest('hex');

/** A store that a run reads from and writes to. One process has it at a time; what `saved` has been told of is on disk, whatever happens then. */
export class Store {
  readonly #open: OpenStore;
  readonly #rows: TrialRows;
  #run = 0;
  #modelVersion = '';
  #computed = 0;
  #failed = 0;
  #waiting: EndedTrial[] = [];
  #writing: Promise<void> | null = null;
  #saved: (trials: readonly EndedTrial[]) => void = () => {};
  #full: (error: unknown) => void = () => {};

  private constructor(open: OpenStore) {
    this.#open = open;
    this.#rows = new TrialRows(open.connection);
  }

  static async open(file: string): Promise<Store> {
    return new Store(await openToWrite(file));
  }

  get file(): string {
    return this.#open.file;
  }

  /** What the store has of these trials. What took too long or too much is tried again. */
  async known(keys: readonly string[]): Promise<Map<string, Outcome>> {
    return this.#refused(async () => {
      const { connection } = this.#open;
      await connection.run('CREATE OR REPLACE TEMP TABLE wanted (trial VARCHAR)');
      const appender = await connection.createAppender('wanted');
      for (const key of new Set(keys)) {
        appender.appendVarchar(key);
        appender.endRow();
      }
      appender.closeSync();
      const found = new Map<string, Outcome>();
      const rows = await connection.stream("SELECT trial, result, error, elapsed_ms FROM trials SEMI JOIN wanted USING (trial) WHERE failed IS NULL OR failed = 'refused'");
      for await (const chunk of rows.yieldRows()) {
        for (const [key, text, error, elapsedMs] of chunk) {
          found.set(String(key), text === null ? { failed: 'refused', says: String(error), elapsedMs: Number(elapsedMs) } : { text: String(text), elapsedMs: Number(elapsedMs) });
        }
      }
      return found;
    });
  }

  /** What trials have taken on this machine. */
  async timings(): Promise<readonly Timing[]> {
    const rows = await this.#open.connection.runAndReadAll(`
      SELECT system, device, trials.requests, replications, count(*), sum(elapsed_ms)
      FROM trials JOIN runs USING (run) WHERE trials.failed IS NULL AND host = $host GROUP BY ALL ORDER BY ALL`, { host: hostname() });
    return rows.getRows().map(([system, device, requests, replications, trials, ms]) => ({ system: String(system), device: String(device), requests: Number(requests), replications: Number(replications), trials: Number(trials), ms: Number(ms) }));
  }

  /** `saved` is told of trials that are on disk; `full` of what keeps the store from taking more. */
  async begin(run: BeginningRun, saved: (trials: readonly EndedTrial[]) => void, full: (error: unknown) => void): Promise<void> {
    this.#saved = saved;
    this.#full = full;
    this.#modelVersion = run.modelVersion;
    const { summary, modelVersion, workers, keys, specs, cached } = run;
    const sweep = sweepOf(keys);
    await this.#refused(async () => {
      const { connection } = this.#open;
      // Nobody else can have the store now: what seems to be running was killed.
      await connection.run("UPDATE runs SET state = 'interrupted' WHERE state = 'running'");
      const [[last]] = (await connection.runAndReadAll('SELECT coalesce(max(run), 0) FROM runs')).getRows();
      this.#run = Number(last) + 1;
      await connection.run('BEGIN');
      for (const profile of new Set(specs.map((spec) => spec.profile))) {
        await connection.run('INSERT OR IGNORE INTO profiles VALUES ($hash, $name, $profile)', { hash: profileHash(profile), name: profile.name, profile: JSON.stringify(profile) });
      }
      const [[known]] = (await connection.runAndReadAll('SELECT count(*) FROM sweeps WHERE sweep = $sweep', { sweep })).getRows();
      if (Number(known) === 0) {
        const appender = await connection.createAppender('sweeps');
        for (const [ordinal, key] of keys.entries()) {
          appender.appendVarchar(sweep);
          appender.appendInteger(ordinal);
          appender.appendVarchar(key);
          appender.endRow();
        }
        appender.closeSync();
      }
      await connection.run(
        `INSERT INTO runs (run, suite, command, state, started_at, trials, cached, workers, host, node, pid, lab_version, model_version, sweep, summary)
         VALUES ($run, $suite, $command, 'running', $at::TIMESTAMP, $trials, $cached, $workers, $host, $node, $pid, $lab, $model, $sweep, $summary)`,
        { run: this.#run, suite: summary.name, command: summary.command, at: timestamp(new Date()), trials: keys.length, cached, workers, host: hostname(), node: process.version, pid: process.pid, lab: manifest.version, model: modelVersion, sweep, summary: JSON.stringify(summary) },
      );
      await connection.run('COMMIT');
    });
  }

  /** Takes a trial that has ended; those that end while others are being written go to disk together. */
  save(trial: EndedTrial): void {
    this.#waiting.push(trial);
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const trials = this.#waiting.splice(0);
        await this.#rows.write(trials, { run: this.#run, modelVersion: this.#modelVersion, at: timestamp(new Date()) });
        this.#computed += trials.length;
        this.#failed += trials.filter(({ outcome }) => 'failed' in outcome).length;
        this.#saved(trials);
      }
    } catch (error) {
      this.#full(refusal(this.file, error));
    } finally {
      this.#writing = null;
    }
  }

  /** Ends the run when the last trial is on disk. */
  async end(state: RunState, left: Left = { accuracy: null, written: null }): Promise<void> {
    await this.#writing;
    await this.#refused(() => this.#open.connection.run(
      'UPDATE runs SET state = $state, ended_at = $at::TIMESTAMP, computed = $computed, failed = $failed, accuracy = $accuracy, written = $written WHERE run = $run',
      { run: this.#run, state, at: timestamp(new Date()), computed: this.#computed, failed: this.#failed, accuracy: left.accuracy && JSON.stringify(left.accuracy), written: left.written },
    ));
  }

  /** What the last run left behind that had the same trials and was called in the same way. */
  async left(keys: readonly string[], summary: SuiteSummary): Promise<Left | null> {
    const reader = await this.#open.connection.runAndReadAll("SELECT accuracy, written FROM runs WHERE sweep = $sweep AND summary = $summary AND state = 'done' ORDER BY run DESC LIMIT 1", { sweep: sweepOf(keys), summary: JSON.stringify(summary) });
    const [[accuracy, written] = []] = reader.getRows();
    return accuracy === undefined ? null : { accuracy: accuracy === null ? null : (JSON.parse(String(accuracy)) as readonly Accuracy[]), written: written === null ? null : String(written) };
  }

  /** Waits for what is being written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  close(): void {
    this.#open.close();
  }

  async #refused<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      throw refusal(this.file, error);
    }
  }
}
