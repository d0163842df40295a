import type { Explanation } from '../../experiment/explanation.ts';
import { phases } from '../../experiment/phase.ts';
import { foldRepeats, groupSteps } from '../../experiment/step-groups.ts';
import type { Difference, Variant } from '../../experiment/variants.ts';
import type { ResultUnit } from '../units.ts';
import { mermaid } from './mermaid.ts';
import { duration, meetings, moment, operation, sourceNumber, sourcesOf, unitOf, where } from './told.ts';

/** An explanation as Markdown: a table for each phase, a diagram that GitHub draws, the other states, the sources. */
export function explainedMarkdown(explanation: Explanation, variants: readonly Variant[]): string {
  const unit = unitOf(explanation);
  const sources = sourcesOf(explanation);
  const groups = groupSteps(explanation.steps);
  const met = meetings(explanation);
  return [
    `# ${explanation.system.name}: ${operation(explanation)}`, '',
    `${explanation.system.title}. It takes **${duration(explanation.latencyPs, unit)}** with profile \`${explanation.spec.profile.name}\`.${met === '' ? '' : ` ${met[0].toUpperCase()}${met.slice(1)}.`}`, '',
    '```mermaid', mermaid(explanation).trimEnd(), '```', '',
    ...phases.flatMap((phase) => {
      const own = groups.filter(({ first }) => first.phase === phase);
      if (own.length === 0) return [];
      const rows = foldRepeats(own).flatMap(({ groups: list, times }) => list.flatMap(({ steps, first }, g) => steps.map((step, i) => [
        moment(step.at_ps, unit), duration(step.duration_ps, unit), step.core ?? '', where(step),
        `${step.cost === null ? step.says : `\`${step.cost}\`${step.times === 1 ? '' : ` × ${step.times}`} ${step.says}`}${times > 1 && g === 0 && i === 0 ? ` (${times} times: this and the ${list.length === 1 ? 'same again' : 'rows up to the next'})` : ''}`,
        sourceNumber(sources, step), i === 0 ? cell(first.because ?? '') : '',
      ])));
      return [`## ${phase}: ${duration(own.reduce((sum, { durationPs }) => sum + durationPs, 0), unit)}`, '', '| at µs | takes | core | where | what | source | because |', '|--:|--:|---|---|---|---|---|', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`), ''];
    }),
    ...(variants.length === 0 ? [] : ['## Had it met another state', '', '| state | latency | without | with |', '|---|--:|---|---|', ...variants.map((variant) => variantRow(variant, unit)), '']),
    '## Sources', '', ...[...sources].map(([text, number]) => `${number}. ${text}`), '',
  ].join('\n');
}

function variantRow({ state, latencyPs, gone, added, refused }: Variant, unit: ResultUnit): string {
  const list = (differences: readonly Difference[]): string => differences.map(({ path, ps }) => `${path} ${duration(ps, unit)}`).join(', ');
  return latencyPs === null ? `| ${state} | – | ${cell(refused ?? '')} | |` : `| ${state} | ${duration(latencyPs, unit)} | ${cell(list(gone))} | ${cell(list(added))} |`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[\r\n]+/g, ' ');
