import type { SuiteSummary } from '../../experiment/results.ts';
import { toAssignments } from './overrides.ts';
import type { Overrides } from './overrides.ts';
import type { Subject } from './what-if.ts';

/** The file for `run --set-file` that repeats what the panel shows, to the last digit; its first line says how. */
export function overridesYaml(overrides: Overrides, { asked }: Subject, suite: SuiteSummary): string {
  const lines = Object.entries(overrides).map(([key, value]) => ({ varied: suite.grid.includes(key), key, text: typeof value === 'string' ? JSON.stringify(value) : String(value) }));
  const [grid, set] = [lines.filter(({ varied }) => varied), lines.filter(({ varied }) => !varied)];
  return [
    `# ${repeated(suite.command, overrides)} --set-file what-if.yaml`,
    `requests: ${asked.requests}`, `replications: ${asked.replications}`, `seed: ${asked.seed}`,
    ...set.map(({ key, text }) => `${key}: ${text}`),
    ...(grid.length === 0 ? [] : ['grid: # in the place of what the suite varies', ...grid.map(({ key, text }) => `  ${key}: [${text}]`)]),
    '',
  ].join('\n');
}

/** The command of the report without those of its options that would win over the file. */
function repeated(command: string, overrides: Overrides): string {
  const word = String.raw`(?:'(?:[^']|'\\'')*'|\S+)`;
  const without = command.replace(new RegExp(` --(?:requests|seed) ${word}`, 'g'), '').replace(new RegExp(` --set (${word})`, 'g'), (option, setting: string) =>
    (toAssignments(overrides).some((assignment) => setting.replace(/^'/, '').startsWith(`${assignment.split('=')[0]}=`)) ? '' : option));
  return without.replace(/\s+/g, ' ');
}
