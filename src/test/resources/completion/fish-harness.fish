# Asks fish what it would offer for lines.
# Usage: fish --no-config fish-harness.fish SCRIPT LINES OUT
# Writes for each line of LINES: "> line", and the words with their descriptions.
source $argv[1]
while read -l line
    printf '> %s\n' $line >>$argv[3]
    complete -C $line >>$argv[3]
end <$argv[2]
