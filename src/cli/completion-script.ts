import type { Argument, Command, Option } from 'commander';
import { keysOf, parameterGroups } from '../experiment/parameters.ts';
import { workloads } from '../workloads/index.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { zshScript } from './completion-zsh.ts';
import type { Shell } from './completion.ts';
import { labNames } from './lab-files.ts';

/** What may stand in one place of a command line. */
export interface Place {
  readonly words: readonly string[];
  readonly paths: 'none' | 'files' | 'folders';
}

export interface KnownOption {
  /** As typed: `--seed`, `-h`. */
  readonly names: readonly string[];
  readonly says: string;
  readonly takes?: Place;
}

export interface KnownVerb {
  readonly name: string;
  readonly says: string;
  readonly options: readonly KnownOption[];
  readonly argument?: Place;
}

const writers = { bash: bashScript, zsh: zshScript, fish: fishScript } as const satisfies Record<Shell, (verbs: readonly KnownVerb[], options: readonly KnownOption[]) => string>;

/** A completion script for a shell, from the program's own verbs and the registries. */
export function completionScript(program: Command, shell: Shell): string {
  const common = optionsOf(program);
  return writers[shell](program.commands.map((command) => verbOf(command, common)), common);
}

function verbOf(command: Command, common: readonly KnownOption[]): KnownVerb {
  const [argument] = command.registeredArguments;
  const own = optionsOf(command);
  const inherited = common.filter(({ names }) => names.includes('--debug'));
  return { name: command.name(), says: command.summary(), options: [...own, ...inherited], ...(argument && { argument: placeOf(argument, argument.name()) }) };
}

const optionsOf = (command: Command): readonly KnownOption[] =>
  command.createHelp().visibleOptions(command).map((option) => {
    const value = /[<[](.*?)(?:\.\.\.)?[>\]]/.exec(option.flags)?.[1];
    return { names: [option.short, option.long].filter((name) => name !== undefined), says: option.description, ...(value && { takes: placeOf(option, value) }) };
  });

/** What can be given: the choices that the program itself checks, else what the name of the value stands for. */
function placeOf({ argChoices }: Argument | Option, name: string): Place {
  if (argChoices !== undefined) return { words: argChoices, paths: 'none' };
  return valuesByName[name]?.() ?? { words: [], paths: 'none' };
}

const valuesByName: Readonly<Record<string, () => Place>> = {
  suite: () => ({ words: labNames('suites'), paths: 'files' }),
  profile: () => ({ words: labNames('profiles'), paths: 'files' }),
  measurements: () => ({ words: labNames('measurements'), paths: 'files' }),
  'key=value': () => ({ words: assignments(), paths: 'none' }),
  file: () => ({ words: [], paths: 'files' }),
  base: () => ({ words: [], paths: 'files' }),
  dir: () => ({ words: [], paths: 'folders' }),
};

/** Every key that can be set, up to its value; with the values of flags and choices. */
function assignments(): readonly string[] {
  const pairs = Object.entries(workloads).flatMap(([workload, { devices }]) => devices.map((device) => parameterGroups(device, workload)));
  const words = pairs.flatMap((groups) =>
    keysOf(groups).flatMap((key) => {
      const [group, name] = key.split('.');
      const parameter = Object.entries(groups).find(([id]) => id === group)?.[1][name];
      if (parameter?.kind === 'flag') return [`${key}=true`, `${key}=false`];
      return parameter?.kind === 'choice' ? parameter.of.map((value) => `${key}=${value}`) : [`${key}=`];
    }),
  );
  return [...new Set(words)].sort();
}
