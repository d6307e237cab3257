# Completes command lines of kvsql in fish.
# Made by: kvsql completion fish

# The command and its operands among the words of a line, without options and their values.
function __kvsql_operands
    set -l skip no
    for word in $argv[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word @takes@
            set skip yes
        else if not string match -q -- '-?*' $word
            printf '%s\n' $word
        end
    end
end

function __kvsql_needs_command
    test (count (__kvsql_operands (commandline -opc))) -eq 0
end

# Whether the command is one of these names.
function __kvsql_is
    contains -- (__kvsql_operands (commandline -opc))[1] $argv
end

# Whether the next operand is the one with this number, 0 for any, of a command with these names.
function __kvsql_operand
    set -l words (__kvsql_operands (commandline -opc))
    contains -- "$words[1]" $argv[2..]
    and begin
        test $argv[1] -eq 0
        or test (count $words) -eq $argv[1]
    end
end

# The databases of the store on the line, which may stand behind the cursor.
function __kvsql_databases
    set -l line (commandline -op)
    set -l store (__kvsql_operands $line)[2]
    test -n "$store"
    or return
    set store (string replace -r '^~/' "$HOME/" -- $store)
    set -l program (string replace -r '^~/' "$HOME/" -- $line[1])
    $program @databases@ $store 2>/dev/null </dev/null
end

# Words with commas between them, behind those that are there.
function __kvsql_words
    set -l begun (commandline -ct | string replace -r -- '^--[^=]*=' '')
    set -l before (string match -r -- '^.*,' "$begun")
    for word in $argv
        echo "$before$word"
    end
end

function __kvsql_sizes
    set -l begun (commandline -ct | string replace -r -- '^--[^=]*=' '')
    if string match -qr -- '^[0-9]+$' "$begun"
        printf '%s\n' $begun{KiB,MiB,GiB,c}
    end
end

complete -c @program@ -f
@completions@
