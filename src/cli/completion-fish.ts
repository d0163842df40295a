import type { KnownOption, KnownVerb, Place } from './completion-script.ts';

/** Completion for fish. */
export function fishScript(verbs: readonly KnownVerb[], common: readonly KnownOption[]): string {
  const noVerb = "-n '__fish_use_subcommand'";
  const lines = [
    'complete -c vhost-lab -f',
    ...common.map((option) => line(noVerb, optionOf(option))),
    ...verbs.flatMap(({ name, says, options, argument }) => {
      const inVerb = `-n '__fish_seen_subcommand_from ${name}'`;
      return [
        line(noVerb, `-a ${name} -d ${text(says)}`),
        ...(argument ? [line(inVerb, valuesOf(argument))] : []),
        ...options.map((option) => line(inVerb, optionOf(option))),
      ];
    }),
  ];
  return `# fish completion for vhost-lab\n${lines.join('\n')}\n`;
}

const line = (condition: string, rest: string): string => `complete -c vhost-lab ${condition} ${rest}`;

function optionOf({ names, says, takes }: KnownOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...flags, ...(takes ? ['-r', valuesOf(takes)] : []), `-d ${text(says)}`].join(' ');
}

function valuesOf({ words, paths }: Place): string {
  const folders = paths === 'folders' ? ['(__fish_complete_directories)'] : [];
  const all = [...words, ...folders];
  return [paths === 'files' ? '-F' : '-f', ...(all.length > 0 ? [`-a ${text(all.join(' '))}`] : [])].join(' ');
}

const text = (words: string): string => `'${words.replace(/[\\']/g, '\\$&')}'`;
