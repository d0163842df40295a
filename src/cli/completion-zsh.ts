import type { KnownOption, KnownVerb, Place } from './completion-script.ts';

/** Completion for zsh, as a file `_vhost-lab` in a folder of fpath or sourced after compinit. */
export function zshScript(verbs: readonly KnownVerb[], common: readonly KnownOption[]): string {
  return `#compdef vhost-lab
# Offers words (a key waits for its value behind the sign) and files, folders or none.
_vhost_lab_offer() {
  local paths=$1; shift
  compadd -- \${@:#*=}
  compadd -S '' -- \${(M)@:#*=}
  case $paths in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
_vhost_lab() {
  local state line
  local -a verbs=(${verbs.map(({ name, says }) => text(`${name}:${says}`)).join(' ')})
  _arguments -C ${common.map(optionOf).join(' ')} '1: :->verb' '*:: :->rest'
  case $state in
    verb) _describe verb verbs ;;
    rest)
      case $line[1] in
${verbs.map(({ name, options, argument }) => `        ${name}) _arguments ${[...options.map(optionOf), ...(argument ? [text(`1:${name}:${action(argument)}`)] : [])].join(' ')} ;;`).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _vhost-lab ]]; then _vhost_lab "$@"; else compdef _vhost_lab vhost-lab; fi
`;
}

/** `'--seed[seed of the request sequence]:value:()'`, one for each name. */
function optionOf({ names, says, takes }: KnownOption): string {
  return names.map((name) => text(`${name === '--set' ? '*' : ''}${name}[${says.replace(/[[\]:]/g, '\\$&')}]${takes ? `:value:${action(takes)}` : ''}`)).join(' ');
}

/** The space in front keeps zsh from putting words of its own between. */
const action = ({ words, paths }: Place): string => ` _vhost_lab_offer ${[paths, ...words].join(' ')}`;

const text = (words: string): string => `'${words.replaceAll("'", "'\\''")}'`;
