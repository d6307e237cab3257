# Types lines into an interactive zsh and presses TAB.
# Usage: zsh -f zsh-harness.zsh DIRECTORY-OF-_kvsql LINES OUT
# Writes for each line of LINES: "> line", the words that match, and "= " with what the line became.
zmodload zsh/zpty
zmodload zsh/zselect

setup=${3}.setup
cat > $setup <<SETUP
PS1= PS2= PROMPT_EOL_MARK=
stty cols 500 rows 200
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -u -D
setopt no_list_beep no_beep
zstyle ':completion:*' verbose no
zstyle ':completion:*' menu no
zstyle ':completion:*' use-cache no
# Every word that a completion adds, but not what only asks which would match.
compadd() {
  if [[ \${argv[(I)-[OAD]]} -eq 0 ]]; then
    local -a matching
    builtin compadd -O matching "\$@"
    print -rl -- \$matching >> ${(q)3}.found
  fi
  builtin compadd "\$@"
}
report() {
  sort -u ${(q)3}.found | grep . >> ${(q)3}
  : > ${(q)3}.found
  print -r -- "= \$BUFFER" >> ${(q)3}
  BUFFER=
}
zle -N report
bindkey '^I' complete-word
bindkey '^X^R' report
: > ${(q)3}.found
print -r -- ready >> ${(q)3}
SETUP

# Waits until OUT has so many lines that begin with a word.
await() {
  local -i tries
  for (( tries = 0; tries < 3000; tries++ )); do
    [[ -f $3 ]] && (( $(grep -c -- "^$1" $3) >= $2 )) && return 0
    zselect -t 1
    while zpty -r -t shell ignored; do :; done
  done
  print -u2 "zsh did not answer; it said: $ignored"
  exit 1
}

zpty shell zsh -f -i
zpty -w shell "source ${(q)setup}"
await ready 1 $3
integer done=0
while IFS= read -r line; do
  print -r -- "> $line" >> $3
  zpty -w -n shell "$line"$'\t\C-X\C-R'
  await = $(( ++done )) $3
done < $2
zpty -d shell
