import type { Explanation } from '../../experiment/explanation.ts';
import type { ExplainedStep } from '../../experiment/explained-step.ts';
import { foldRepeats, groupSteps } from '../../experiment/step-groups.ts';
import { duration, unitOf } from './told.ts';

/** A sequence diagram in Mermaid's language: who works, in which order, and how the turn is handed over. */
export function mermaid(explanation: Explanation): string {
  const unit = unitOf(explanation);
  const lanes = new Map<string, string>();
  const lines: string[] = [];
  let last: string | null = null;
  for (const { groups, times, durationPs } of foldRepeats(groupSteps(explanation.steps))) {
    if (times > 1) lines.push(`  loop ${times} times, ${duration(durationPs, unit)} together`);
    for (const { first, durationPs: ps } of groups) {
      const lane = laneOf(first);
      const id = lanes.get(lane) ?? `L${lanes.size}`;
      lanes.set(lane, id);
      const what = `${plain(first.cost === null && first.kind !== 'work' ? first.says : first.path)}, ${duration(ps, unit)}`;
      lines.push(last === null || last === id ? `  ${times > 1 ? '  ' : ''}Note over ${id}: ${what}` : `  ${times > 1 ? '  ' : ''}${last}->>${id}: ${what}`);
      last = id;
    }
    if (times > 1) lines.push('  end');
  }
  return ['sequenceDiagram', ...[...lanes].map(([name, id]) => `  participant ${id} as ${plain(name)}`), ...lines, ''].join('\n');
}

const laneOf = ({ core, kind }: ExplainedStep): string => (kind === 'device' || core === null ? 'device' : core);

/** Without the signs that mean something in Mermaid. */
const plain = (text: string): string => text.replace(/[;:#]/g, ',');
