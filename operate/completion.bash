# Completion of `cognitostack` in bash: source this file in ~/.bashrc. In zsh, after `autoload -U bashcompinit && bashcompinit`.
_cognitostack() {
  local IFS=$'\n'
  # The program knows its commands, options and values best.
  COMPREPLY=($(compgen -W "$(cognitostack "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
# Where it has nothing to say, files.
complete -o default -F _cognitostack cognitostack
