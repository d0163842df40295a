import type { KnownOption, KnownVerb, Place } from './completion-script.ts';

/** Completion for bash; needs nothing of the bash-completion package. */
export function bashScript(verbs: readonly KnownVerb[], common: readonly KnownOption[]): string {
  return `# bash completion for vhost-lab
_vhost_lab() {
  local line=\${COMP_LINE:0:COMP_POINT} verb= words= paths=none options= word
  local -a typed
  read -ra typed <<<"$line"
  [[ $line == *[[:space:]] ]] && typed+=('')
  local last=$((\${#typed[@]} - 1))
  local cur=\${typed[last]} prev=\${typed[last - 1]}
  for word in "\${typed[@]:1:last-1}"; do
    [[ $word != -* ]] && verb=$word && break
  done
  case $verb in
    '') words=${list(verbs.map(({ name }) => name))} options=${list(optionNames(common))} ;;
${verbs.map((verb) => `    ${verb.name}) options=${list(optionNames(verb.options))} ${assigned(verb.argument)} ;;`).join('\n')}
  esac
  case $verb$prev in
${verbs.flatMap(({ name, options }) => options.filter(({ takes }) => takes).map(({ names, takes }) => `    ${names.map((option) => name + option).join('|')}) options= ${assigned(takes)} ;;`)).join('\n')}
  esac
  [[ $cur == -* ]] && words=$options paths=none
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  case $paths in
    files) COMPREPLY+=($(compgen -f -- "$cur")); compopt -o filenames 2>/dev/null ;;
    folders) COMPREPLY+=($(compgen -d -- "$cur")); compopt -o filenames 2>/dev/null ;;
  esac
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  # bash takes '=' for the end of a word: what stands before it is already there.
  [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]] && COMPREPLY=("\${COMPREPLY[@]#*=}")
  return 0
}
complete -F _vhost_lab vhost-lab
`;
}

const optionNames = (options: readonly KnownOption[]): readonly string[] => options.flatMap(({ names }) => names);

const list = (words: readonly string[]): string => `'${words.join(' ')}'`;

const assigned = (place: Place = { words: [], paths: 'none' }): string => `words=${list(place.words)} paths=${place.paths}`;
