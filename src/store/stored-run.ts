import { resultOf } from '../formats/result-text.ts';
import type { FailedTrial, FailureKind, Results, SuiteSummary } from '../experiment/results.ts';
import type { Accuracy } from '../experiment/accuracy.ts';
import type { Profile, TrialSpec } from '../experiment/spec.ts';
import type { OpenStore } from './open.ts';
import { answerOf } from './question.ts';

/** The number of a run that was asked for; the last that is done where none was. */
export async function runNumber(store: OpenStore, asked: number | null): Promise<number> {
  const { rows: [[run, state] = []] } = await answerOf(store, `SELECT run, state FROM runs WHERE ${asked === null ? "state = 'done'" : `run = ${asked}`} ORDER BY run DESC LIMIT 1`);
  if (run === undefined) throw new Error(asked === null ? `${store.file}: no run is done in it (vhost-lab runs lists them)` : `${store.file}: there is no run ${asked} in it (vhost-lab runs lists them)`);
  if (state !== 'done') throw new Error(`${store.file}: run ${asked} was ${state}: it has no results of its own (its trials can be asked for with vhost-lab query)`);
  return Number(run);
}

/** The results of a run that is done, as its results file has them. */
export async function storedResults(store: OpenStore, run: number): Promise<Results> {
  const { rows: [[model, summary, accuracy]] } = await answerOf(store, 'SELECT model_version, summary, accuracy FROM runs WHERE run = $run', { run });
  const profiles = new Map((await answerOf(store, 'SELECT profile_hash, profile FROM profiles')).rows.map(([hash, profile]) => [String(hash), profile as Profile]));
  const { rows } = await answerOf(store, `
    SELECT spec, result::VARCHAR, failed, error FROM sweeps JOIN trials USING (trial)
    WHERE sweep = (SELECT sweep FROM runs WHERE run = $run) ORDER BY ordinal`, { run });
  const ended = rows.map(([spec, text, failed, says]) => ({ spec: specOf(spec as StoredSpec, profiles), text, failed, says }));
  const failures = ended.flatMap(({ spec, failed, says }): readonly FailedTrial[] => (failed === null ? [] : [{ failed: failed as FailureKind, says: String(says), spec }]));
  return {
    schema_version: 2,
    model_version: String(model),
    suite: summary as SuiteSummary,
    trials: ended.flatMap(({ spec, text }) => (text === null ? [] : [resultOf(String(text), spec)])),
    ...(failures.length > 0 && { failures }),
    ...(accuracy !== null && { accuracy: accuracy as readonly Accuracy[] }),
  };
}

type StoredSpec = Omit<TrialSpec, 'profile'> & { readonly profile: string };

function specOf(spec: StoredSpec, profiles: ReadonlyMap<string, Profile>): TrialSpec {
  const profile = profiles.get(spec.profile);
  if (profile === undefined) throw new Error(`the store has no profile ${spec.profile}: it is damaged`);
  return { ...spec, profile };
}
