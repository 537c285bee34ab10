export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

// `@{` stands for a dollar and a brace, which would end the text here.
const script = (text: string): string => text.replaceAll('@{', '${');

// All three ask `portico complete-line` for a line a word, with a tab before what it means; `:files` alone says that files are wanted.

const bash = String.raw`# portico: completion for bash. To use it now: source <(portico completion bash)
_portico() {
  local line word current index
  local -a before=()
  # bash divides words at = and : as well; what was typed without a blank between belongs together.
  local text="@{COMP_LINE:0:COMP_POINT}"
  current="@{COMP_WORDS[COMP_CWORD]}"
  read -r -a before <<< "$text"
  if [[ "$text" == *[[:space:]] ]]; then word=""; else
    word="@{before[@{#before[@]}-1]}"
    unset "before[@{#before[@]}-1]"
  fi
  local program="@{before[0]:-portico}"
  local head=""
  # What stands before the last divider is on the command line already.
  if [[ "$word" != "$current" && "$word" == *"$current" ]]; then head="@{word%"$current"}"; fi
  if [[ "$current" == ":" || "$current" == "=" ]]; then head="$word"; fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ "$line" == ":files" ]]; then
      compopt -o default 2> /dev/null
      COMPREPLY=()
      return
    fi
    line="@{line%%$'\t'*}"
    COMPREPLY+=("@{line#"$head"}")
  done < <("$program" complete-line "$word" -- "@{before[@]:1}" 2> /dev/null)
}
complete -F _portico portico
`;

const zsh = String.raw`#compdef portico
# portico: completion for zsh. To use it now: source <(portico completion zsh)
_portico() {
  local line name about
  local -a offered
  while IFS= read -r line; do
    if [[ "$line" == ":files" ]]; then
      _files
      return
    fi
    name="@{line%%$'\t'*}"
    about="@{line#*$'\t'}"
    if [[ "$about" == "$line" || -z "$about" ]]; then about=""; else about=":$about"; fi
    offered+=("@{name//:/\\:}$about")
  done < <("@{words[1]}" complete-line "@{words[CURRENT]}" -- "@{(@)words[2,CURRENT-1]}" 2> /dev/null)
  _describe -V 'portico' offered
}
if (( $+functions[compdef] )); then compdef _portico portico; fi
`;

const fish = String.raw`# portico: completion for fish. To use it now: portico completion fish | source
function __portico_complete
  set -l before (commandline --current-process --tokenize --cut-at-cursor)
  set -l word (commandline --current-token --cut-at-cursor)
  for line in ($before[1] complete-line "$word" -- $before[2..-1] 2> /dev/null)
    if test "$line" = ":files"
      __fish_complete_path "$word"
    else
      printf '%s\n' "$line"
    end
  end
end
complete --command portico --no-files --arguments '(__portico_complete)'
`;

/** What a shell reads to complete command lines of portico. */
export const shellScript: Readonly<Record<Shell, string>> = { bash: script(bash), zsh: script(zsh), fish };
