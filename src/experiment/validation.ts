import { drawnProfiles } from './drawn-profile.ts';
import type { Evidence, Measurement, MeasurementSources, Subject, Target, Use } from './measurement.ts';
import { nullModel } from './null-model.ts';
import { valueIn, type Observation } from './observables.ts';
import { observe, specOf } from './observe.ts';
import type { Profile, TrialSpec } from './spec.ts';
import { spread } from './spread.ts';

/** A measurement beside its prediction. Numbers are in `unit`; errors in percent of what was measured. */
export interface Row {
  readonly id: string;
  readonly group: string;
  readonly system: string;
  readonly profile: string;
  readonly metric: string;
  readonly unit: string;
  readonly predicted: number;
  /** 95 % band from the uncertainty of the prices; the prediction itself where none was asked for. */
  readonly low: number;
  readonly high: number;
  /** Null where a range was measured. */
  readonly measured: number | null;
  readonly above: number | null;
  readonly below: number | null;
  /** Signed; of a range, to its nearer end and 0 inside. Null where the measured number is 0 and the prediction is not. */
  readonly error_pct: number | null;
  /** Whether the prediction is in the range; null where a number was measured. */
  readonly right: boolean | null;
  readonly evidence: Evidence;
  readonly use: Use;
  /** What a copy of the nearest known number says, and its error. */
  readonly null_value: number | null;
  readonly null_error_pct: number | null;
  readonly null_right: boolean | null;
  readonly null_from: string | null;
  readonly tolerance: number;
  readonly source: string;
  readonly remark: string | null;
}

export interface ValidationOptions {
  /** Profiles that are drawn for the bands; 0 leaves them out. */
  readonly draws: number;
  readonly seed: number;
  /** Told after each measurement how many are done. */
  readonly progress?: (done: number) => void;
}

/**
 * Runs the experiment of each measurement at the prices of its profile, and again at prices that the profile's `sd` allow.
 * `known` are the numbers that a null model may copy. A measurement that cannot be run is refused by its id.
 */
export function validate(measurements: readonly Measurement[], known: readonly Measurement[], sources: MeasurementSources, options: ValidationOptions): readonly Row[] {
  const runner = new Runner(sources, options);
  return measurements.map((measurement, i) => {
    try {
      return judge(measurement, runner.predict(measurement), nullModel(measurement, known));
    } catch (error) {
      throw new Error(`${measurement.id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    } finally {
      options.progress?.(i + 1);
    }
  });
}

interface Prediction {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The value first, then one for each drawn profile. */
interface Seen {
  readonly profiles: readonly Profile[];
  readonly observations: readonly Observation[];
}

/** Runs each different trial once, however many measurements read something off it. */
class Runner {
  readonly #sources: MeasurementSources;
  readonly #options: ValidationOptions;
  readonly #profiles = new Map<string, readonly Profile[]>();
  readonly #seen = new Map<string, Seen>();

  constructor(sources: MeasurementSources, options: ValidationOptions) {
    this.#sources = sources;
    this.#options = options;
  }

  predict(measurement: Measurement): Prediction {
    const { against, unit, id } = measurement;
    if (against === undefined) return banded(this.#values(id, measurement, unit));
    const ratio = against.as === 'ratio';
    const [values, others] = [measurement, against].map((subject) => this.#values(id, subject, ratio ? null : unit));
    return banded(values.map((value, i) => (ratio ? value / others[i] : value - others[i])));
  }

  /** In a unit; without one, in whichever: of a ratio only the quotient counts. */
  #values(id: string, subject: Subject, unit: string | null): readonly number[] {
    const { profiles, observations } = this.#look(specOf(id, subject, this.#sources), subject.profile);
    return observations.map((seen, i) => valueIn(subject.metric, unit, seen, profiles[i]));
  }

  #look(spec: TrialSpec, profile: string): Seen {
    const { system, device, workload, params, requests, seed } = spec;
    const key = JSON.stringify([system, device, workload, params, requests, seed, profile]);
    let seen = this.#seen.get(key);
    if (seen === undefined) {
      const profiles = this.#profilesLike(spec.profile, profile);
      const first = observe(spec);
      const varies = [...first.charged.keys()].some((id) => spec.profile.costs[id].sd > 0 && !(`costs.${id}` in params));
      seen = { profiles, observations: profiles.map((drawn, i) => (i > 0 && varies ? observe({ ...spec, profile: drawn }) : first)) };
      this.#seen.set(key, seen);
    }
    return seen;
  }

  #profilesLike(profile: Profile, name: string): readonly Profile[] {
    let profiles = this.#profiles.get(name);
    if (profiles === undefined) {
      profiles = [profile, ...drawnProfiles(profile, this.#options.draws, this.#options.seed)];
      this.#profiles.set(name, profiles);
    }
    return profiles;
  }
}

function banded([value, ...draws]: readonly number[]): Prediction {
  const [low, high] = spread(value, value, draws);
  return { value, low, high };
}

function judge(measurement: Measurement, { value, low, high }: Prediction, guess: ReturnType<typeof nullModel>): Row {
  const { id, group, system, profile, metric, target, evidence, use, tolerance, source } = measurement;
  const unit = measurement.against?.as === 'ratio' ? 'ratio' : measurement.unit;
  const isNumber = 'value' in target;
  const right = (said: number): boolean | null => (isNumber ? null : said > target.above && said < target.below);
  return {
    id, group, system, profile, metric, unit, predicted: value, low, high,
    measured: isNumber ? target.value : null,
    above: isNumber || target.above === -Infinity ? null : target.above,
    below: isNumber || target.below === Infinity ? null : target.below,
    error_pct: errorPct(value, target), right: right(value), evidence, use,
    null_value: guess?.value ?? null,
    null_error_pct: guess === null ? null : errorPct(guess.value, target),
    null_right: guess === null ? null : right(guess.value),
    null_from: guess?.from ?? null,
    tolerance, source, remark: measurement.remark ?? null,
  };
}

function errorPct(said: number, target: Target): number | null {
  const measured = 'value' in target ? target.value : said < target.above ? target.above : said > target.below ? target.below : said;
  if (said === measured) return 0;
  return measured === 0 ? null : (100 * (said - measured)) / Math.abs(measured);
}

/** Whether a row misses by more than so many percent; what is in doubt itself, and what is within its tolerance, never does. */
export function misses({ error_pct, evidence, predicted, measured, tolerance }: Row, mostPct: number): boolean {
  if (evidence === 'unverified') return false;
  if (measured !== null && Math.abs(predicted - measured) <= tolerance) return false;
  return error_pct === null || Math.abs(error_pct) > mostPct;
}
