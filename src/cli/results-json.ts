import type { FailedTrial, Results, TrialResult } from '../experiment/results.ts';
import type { Profile } from '../experiment/spec.ts';

/** A results file in pieces: JSON with one line for each trial, so that long files can be read by line tools and compared; each profile stands there once. */
export function* resultsJson({ trials, failures = [], ...head }: Results): Generator<string, void, void> {
  const names = namesOf([...trials, ...failures].map(({ spec }) => spec.profile));
  const line = (trial: TrialResult | FailedTrial): string => JSON.stringify({ ...trial, spec: { ...trial.spec, profile: names.get(trial.spec.profile) } });
  const profiles = Object.fromEntries([...names].map(([profile, name]) => [name, profile]));
  yield `${JSON.stringify({ ...head, profiles }).slice(0, -1)},"trials":[\n`;
  for (const [i, trial] of trials.entries()) yield `${i > 0 ? ',\n' : ''}${line(trial)}`;
  if (failures.length > 0) yield `\n],"failures":[\n${failures.map(line).join(',\n')}`;
  yield '\n]}\n';
}

/** A name for each profile: its own, with a number behind it where another has that already. */
function namesOf(profiles: readonly Profile[]): ReadonlyMap<Profile, string> {
  const names = new Map<Profile, string>();
  const texts = new Map<string, string>();
  for (const profile of new Set(profiles)) {
    const text = JSON.stringify(profile);
    let name = profile.name;
    for (let i = 2; texts.has(name) && texts.get(name) !== text; i++) name = `${profile.name}-${i}`;
    texts.set(name, text);
    names.set(profile, name);
  }
  return names;
}
