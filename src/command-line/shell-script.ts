/** A shell that can be taught. */
export type Shell = 'bash' | 'zsh';

/**
 * The script a shell reads once. It hands the words to `bootstrap-account completion words`, as words: nothing
 * that was typed is ever evaluated. Works in bash 3.2 (macOS) and without the bash-completion package.
 */
export function shellScript(shell: Shell): string {
  return shell === 'bash' ? bash : zsh;
}

const bash = `# bootstrap-account: completion for bash
_bootstrap_account() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    # Readline replaces only what follows the last "=".
    if [ "\${COMP_WORDS[COMP_CWORD]}" = "=" ] || [ "\${COMP_WORDS[COMP_CWORD-1]}" = "=" ]; then
      line="\${line#*=}"
    fi
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(bootstrap-account completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _bootstrap_account bootstrap-account
`;

const zsh = `#compdef bootstrap-account
# bootstrap-account: completion for zsh
_bootstrap_account() {
  local line value
  local -a found
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    found+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done < <(bootstrap-account completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then
    _describe bootstrap-account found
  else
    _files
  fi
}
if [ "\${funcstack[1]}" = _bootstrap_account ]; then
  _bootstrap_account "$@"
else
  compdef _bootstrap_account bootstrap-account
fi
`;
