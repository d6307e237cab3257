# Types lines into an interactive bash and presses TAB.
# Usage: bash bash-harness.bash SCRIPT LINES OUT
# Writes for each line of LINES: "> line", the words that complete it, and "= " with what it became.
out=$3
cat >"$out.setup" <<SETUP
PS1= PS2=
stty cols 500 rows 200
bind 'set bell-style none'
bind 'set show-all-if-ambiguous off'
source $(printf '%q' "$1")
traced() {
  _kvsql "\$@"
  ((\${#COMPREPLY[@]})) && printf '%s\n' "\${COMPREPLY[@]}" >>$(printf '%q' "$out")
}
complete -o default -F traced kvsql
report() { printf '= %s\n' "\$READLINE_LINE" >>$(printf '%q' "$out"); READLINE_LINE= READLINE_POINT=0; }
bind -x '"\C-x\C-r": report'
printf 'ready\n' >>$(printf '%q' "$out")
SETUP

# Waits until there are so many lines that begin with a word.
await() {
  local tries
  for ((tries = 0; tries < 1500; tries++)); do
    [[ -f $out ]] && (($(grep -c -- "^$1" "$out") >= $2)) && return 0
    sleep 0.02
  done
  echo "bash did not answer; it said: $(cat "$out.said")" >&2
  exit 1
}

mkfifo "$out.in"
script -qfec 'bash --norc --noprofile -i' /dev/null <"$out.in" >"$out.said" 2>&1 &
exec 3>"$out.in"
printf 'source %q\n' "$out.setup" >&3
await ready 1
typed=0
while IFS= read -r line; do
  printf '> %s\n' "$line" >>"$out"
  printf '%s\t\030\022' "$line" >&3
  await = $((++typed))
done <"$2"
printf '\004' >&3
exec 3>&-
wait
