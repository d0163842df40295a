import type { Results, TrialResult } from '../experiment/results.ts';
import { nameOfKey } from './comparison.ts';
import { groupBy } from './group-by.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

/** What was drawn around the prices; nothing where nobody asked. */
function drawn([first]: readonly TrialResult[]): readonly (readonly [string, string])[] {
  if (first?.uncertainty === undefined) return [];
  const { requests, drawn: { throughput_per_s: draws } } = first.uncertainty;
  return [['Drawn profiles', `${draws.length}, the same for all systems, each price log-normal with its sd (one that the command sets is not drawn); ${requests} requests × 1 in each`]];
}

/** Everything that repeats the numbers: command, seed, versions and hashes. */
export function repeat(results: Results): Markup {
  const { suite, trials } = results;
  const profiles = [...groupBy(trials.map((trial) => trial.spec.profile), (profile) => profile.name).values()].flatMap(([profile]) => (profile ? [profile] : []));
  const lines: readonly (readonly [string, string])[] = [
    ['Command', suite.command],
    ['Seed', String(suite.seed)],
    ['Policy', suite.policy],
    ['Profile', profiles.map((profile) => `${profile.name} (${profile.title})`).join(', ') || suite.profile],
    ['Paths follow', [...new Set(profiles.flatMap((profile) => Object.entries(profile.versions).map(([what, version]) => `${what} ${version}`)))].join(', ') || 'not stated'],
    ['Requests × replications', [...new Set(trials.map(({ spec }) => `${spec.requests} × ${spec.replications}`))].join(', ')],
    ...drawn(trials),
    ['Varied', suite.grid.map(nameOfKey).join(', ') || 'nothing'],
    ['Model version', results.model_version],
  ];
  const sequences = groupBy(trials, (trial) => [trial.device, trial.workload, ...suite.grid.flatMap((key) => (key in trial.params ? [`${nameOfKey(key)} ${String(trial.params[key])}`] : []))].join(' · '));
  return html`<section aria-labelledby="repeat"><h2 id="repeat">Repeat it</h2>
<dl class="facts">${lines.map(([term, value]) => html`<div><dt>${term}</dt><dd>${term === 'Command' || term === 'Model version' ? html`<code>${value}</code>` : value}</dd></div>`)}</dl>
<details><summary>Request sequences</summary><p>SHA-256 of what was asked, in order; systems are comparable where it is the same.</p><dl class="facts">${
  [...sequences].map(([where, same]) => html`<div><dt>${where}</dt><dd>${[...new Set(same.map((trial) => trial.requests_hash))].map((hash) => html`<code>${hash}</code> `)}</dd></div>`)}</dl></details></section>`;
}
