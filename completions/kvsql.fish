# Completes command lines of kvsql in fish.
# Made by: kvsql completion fish

# The command and its operands among the words of a line, without options and their values.
function __kvsql_operands
    set -l skip no
    for word in $argv[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word --allow --cache --cache-size --color --db --depth --fail-at --fail-on --file --format --html --init --jobs --level --limit --mode --only --ops --output --page-size --policy --random --replay --resume --rounds --rule --script --seed --shard --size --start --store-size --table-size --timeout --undo-file -d -o
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
    $program __databases $store 2>/dev/null </dev/null
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

complete -c kvsql -f
complete -c kvsql -n __kvsql_needs_command -a inspect -d 'Shows what is in a store: databases, files, chunks, pages'
complete -c kvsql -n __kvsql_needs_command -a dump -d 'Prints chunks as they are stored'
complete -c kvsql -n __kvsql_needs_command -a truncate -d 'Simulates a truncate, and what it does to store and cache; --apply does it'
complete -c kvsql -n __kvsql_needs_command -a explore -d 'Finds the shortest way to break what cache, store and file promise'
complete -c kvsql -n __kvsql_needs_command -a check -d 'Checks stores; the exit code tells whether they are sound'
complete -c kvsql -n __kvsql_needs_command -a repair -d 'Prints what would be repaired; --apply does what is safe'
complete -c kvsql -n __kvsql_needs_command -a undo -d 'Takes a repair or a truncate back'
complete -c kvsql -n __kvsql_needs_command -a sql -d 'Runs SQL on a database'
complete -c kvsql -n __kvsql_needs_command -a repl -d 'The interactive shell: SQL, and a look at the chunks beneath it'
complete -c kvsql -n __kvsql_needs_command -a shell -d 'The interactive shell: SQL, and a look at the chunks beneath it'
complete -c kvsql -n __kvsql_needs_command -a create -d 'Makes an empty database, and the store if there is none'
complete -c kvsql -n __kvsql_needs_command -a import -d 'Puts a SQLite file or a KV dump into a database'
complete -c kvsql -n __kvsql_needs_command -a export -d 'Writes a database into a SQLite file or a KV dump'
complete -c kvsql -n __kvsql_needs_command -a bench -d 'Times this machine: SQLite over files and kvsql, side by side'
complete -c kvsql -n __kvsql_needs_command -a demo -d 'Shows the main job on a store that it makes and damages'
complete -c kvsql -n __kvsql_needs_command -a completion -d 'Prints a script that completes command lines'
complete -c kvsql -n __kvsql_needs_command -a help -d 'Explains a command, or lists all of them'
complete -c kvsql -l color -x -a 'auto always never' -d 'Colours'
complete -c kvsql -l debug -d 'Print a stack trace with an error'
complete -c kvsql -l no-input -d 'Never ask, also on a terminal'
complete -c kvsql -l no-progress -d 'Do not show how far a long command is, also on a terminal'
complete -c kvsql -l timeout -x -d 'How long to wait for a store that another process has'
complete -c kvsql -s h -l help -d 'Show this help message and exit'
complete -c kvsql -s V -l version -d 'Print version information and exit'
complete -c kvsql -n '__kvsql_is inspect' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is inspect' -l map -d 'Show the chunks of each file as a map'
complete -c kvsql -n '__kvsql_is inspect' -l tables -d 'Show what each table and index takes, the largest first'
complete -c kvsql -n '__kvsql_is inspect' -l json -d 'Print one JSON document (kvsql/inspect/1)'
complete -c kvsql -n '__kvsql_is inspect' -l html -r -F -d 'Write all of it, and what a check finds, as one page for a browser'
complete -c kvsql -n '__kvsql_is inspect' -l level -x -a 'quick full' -d 'With --html'
complete -c kvsql -n '__kvsql_is dump' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is dump' -l file -x -a 'main journal wal shm' -d 'The file'
complete -c kvsql -n '__kvsql_is dump' -l format -x -a 'hex raw jsonl' -d 'As hex, raw, jsonl'
complete -c kvsql -n '__kvsql_is dump' -l limit -x -d 'Print at most N chunks'
complete -c kvsql -n '__kvsql_is dump' -s o -l output -r -F -d 'Write into a file, which must not exist'
complete -c kvsql -n '__kvsql_is truncate' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is truncate' -l size -x -a '(__kvsql_sizes)' -d 'The size to set'
complete -c kvsql -n '__kvsql_is truncate' -l boundaries -d 'Instead of one size, those at which truncates go wrong'
complete -c kvsql -n '__kvsql_is truncate' -l seed -x -d 'For the random sizes of --boundaries'
complete -c kvsql -n '__kvsql_is truncate' -l file -x -a 'main journal wal shm' -d 'The file'
complete -c kvsql -n '__kvsql_is truncate' -l policy -x -a '(__kvsql_words kvsql native-before native-after wasm all)' -d 'Whose truncate, one or several'
complete -c kvsql -n '__kvsql_is truncate' -l fail-at -x -d 'The store refuses the Nth operation of the truncate'
complete -c kvsql -n '__kvsql_is truncate' -l apply -d 'Then truncate the store'
complete -c kvsql -n '__kvsql_is truncate' -l yes -d 'Do not ask, also on a terminal'
complete -c kvsql -n '__kvsql_is truncate' -l undo-file -r -F -d 'Write the undo record there'
complete -c kvsql -n '__kvsql_is truncate' -l json -d 'Print one JSON document (kvsql/truncate/1)'
complete -c kvsql -n '__kvsql_is explore' -l policy -x -a '(__kvsql_words kvsql native-before native-after wasm all)' -d 'Whose file, one or several'
complete -c kvsql -n '__kvsql_is explore' -l depth -x -d 'Most steps of a sequence, 1 to 12'
complete -c kvsql -n '__kvsql_is explore' -l faults -d 'Operations on the store fail too, the process dies at any of them, the power is cut'
complete -c kvsql -n '__kvsql_is explore' -l page-size -x -d 'What is written within a batch is pages of this size'
complete -c kvsql -n '__kvsql_is explore' -l start -x -a 'empty leftovers' -d 'What the store holds at first'
complete -c kvsql -n '__kvsql_is explore' -l all -d 'Do not stop at the first counterexample'
complete -c kvsql -n '__kvsql_is explore' -l rule -x -a '(__kvsql_words C1 C2 C3 C4 C5 S1 S2 S3)' -d 'Only these rules'
complete -c kvsql -n '__kvsql_is explore' -l random -x -d 'Make this many random runs of 1000 steps instead, and cut down what they find'
complete -c kvsql -n '__kvsql_is explore' -l seed -x -d 'Seed of the first random run'
complete -c kvsql -n '__kvsql_is explore' -l replay -r -F -d 'Play a replay file instead, on the policy that it names or on those of --policy'
complete -c kvsql -n '__kvsql_is explore' -l ops -r -F -d 'Replay a recording of the operations that a real VFS made, JSON Lines, also gzip, and tell at which an invariant first broke'
complete -c kvsql -n '__kvsql_is explore' -s o -l output -x -a '(__fish_complete_directories)' -d 'Where to write replay files'
complete -c kvsql -n '__kvsql_is explore' -l json -d 'Print one JSON document (kvsql/explore/1, or kvsql/explore-ops/1)'
complete -c kvsql -n '__kvsql_is check' -s d -l db -x -a '(__kvsql_databases)' -d 'Check this database only, in each store that has it'
complete -c kvsql -n '__kvsql_is check' -l level -x -a 'quick full' -d 'How deep'
complete -c kvsql -n '__kvsql_is check' -l cache -r -F -d 'Also hold a KV dump of what some process has cached of the only database, or of the one that is named, against the store'
complete -c kvsql -n '__kvsql_is check' -l jobs -x -d 'How many databases to check at a time'
complete -c kvsql -n '__kvsql_is check' -l shard -x -d 'Check one of N shares of the databases, with I from 1 to N'
complete -c kvsql -n '__kvsql_is check' -l resume -r -F -d 'Write down what is finished, and skip what FILE says an earlier run finished, unless the store has changed since'
complete -c kvsql -n '__kvsql_is check' -l fail-on -x -a 'fatal error warn notice' -d 'From which severity on to exit with 3'
complete -c kvsql -n '__kvsql_is check' -l format -x -a 'text json junit sarif github' -d 'Report as text, json, junit, sarif, github'
complete -c kvsql -n '__kvsql_is check' -l json -d 'The same as --format json (kvsql/check/1)'
complete -c kvsql -n '__kvsql_is check' -s o -l output -r -F -d 'Write the report into a file, which must not exist'
complete -c kvsql -n '__kvsql_is repair' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is repair' -l apply -d 'Carry out what is safe'
complete -c kvsql -n '__kvsql_is repair' -l yes -d 'Do not ask, also on a terminal'
complete -c kvsql -n '__kvsql_is repair' -l allow -x -a 'STORE-LOG RECORD-UNREADABLE META-MALFORMED META-MISSING CHUNK-MISSING SQLITE-INTEGRITY' -d 'With --apply, also repair what may lose something'
complete -c kvsql -n '__kvsql_is repair' -l undo-file -r -F -d 'Write the undo record there'
complete -c kvsql -n '__kvsql_is repair' -l exit-repaired -d 'Exit with 4 when something was repaired'
complete -c kvsql -n '__kvsql_is undo' -l dry-run -d 'Print what the record holds and whether it still fits the store'
complete -c kvsql -n '__kvsql_is sql' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is sql' -l mode -x -a 'table box csv json jsonl line markdown' -d 'Print rows as table, box, csv, json, jsonl, line, markdown'
complete -c kvsql -n '__kvsql_is sql' -l read-only -d 'Leave the store as it is'
complete -c kvsql -n '__kvsql_is sql' -l cache-size -x -a '(__kvsql_sizes)' -d 'Most bytes of the read cache'
complete -c kvsql -n '__kvsql_is repl shell' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is repl shell' -l mode -x -a 'table box csv json jsonl line markdown' -d 'Print rows as table, box, csv, json, jsonl, line, markdown'
complete -c kvsql -n '__kvsql_is repl shell' -l read-only -d 'Leave the store as it is'
complete -c kvsql -n '__kvsql_is repl shell' -l cache-size -x -a '(__kvsql_sizes)' -d 'Most bytes of the read cache'
complete -c kvsql -n '__kvsql_is repl shell' -l init -r -F -d 'Run this file first'
complete -c kvsql -n '__kvsql_is create' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is create' -l checksums -d 'Keep a CRC32C of each chunk beside the database, for kvsql check'
complete -c kvsql -n '__kvsql_is import' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is import' -l replace -d 'Replace the database if there is one of that name'
complete -c kvsql -n '__kvsql_is import' -l checksums -d 'Keep a CRC32C of each chunk beside the database, for kvsql check'
complete -c kvsql -n '__kvsql_is export' -s d -l db -x -a '(__kvsql_databases)' -d 'The database'
complete -c kvsql -n '__kvsql_is export' -l as-stored -d 'Write the main file\'s bytes as they are, without a pending recovery'
complete -c kvsql -n '__kvsql_is bench' -l only -x -a '(__kvsql_words commit load read scan blob truncate speedtest1 open replay script)' -d 'What to measure'
complete -c kvsql -n '__kvsql_is bench' -l script -r -F -d 'Also measure the statements of a file, maybe compressed with gzip'
complete -c kvsql -n '__kvsql_is bench' -l details -d 'Also print each test of a script'
complete -c kvsql -n '__kvsql_is bench' -l rounds -x -d 'Rounds of each measure that are counted'
complete -c kvsql -n '__kvsql_is bench' -l seed -x -d 'For the random choices, which are the same on both sides'
complete -c kvsql -n '__kvsql_is bench' -l store-size -x -a '(__kvsql_sizes)' -d 'Chunks in the large store that open measures'
complete -c kvsql -n '__kvsql_is bench' -l table-size -x -a '(__kvsql_sizes)' -d 'The database with the table that scan and truncate work on'
complete -c kvsql -n '__kvsql_is bench' -l fail-on-miss -d 'Exit with 3 when a ratio is above what it may be at most'
complete -c kvsql -n '__kvsql_is bench' -l json -d 'Print one JSON document (kvsql/bench/1)'
complete -c kvsql -n '__kvsql_operand 1 inspect' -r -F
complete -c kvsql -n '__kvsql_operand 1 dump' -r -F
complete -c kvsql -n '__kvsql_operand 1 truncate' -r -F
complete -c kvsql -n '__kvsql_operand 0 check' -r -F
complete -c kvsql -n '__kvsql_operand 1 repair' -r -F
complete -c kvsql -n '__kvsql_operand 1 undo' -r -F
complete -c kvsql -n '__kvsql_operand 2 undo' -r -F
complete -c kvsql -n '__kvsql_operand 1 sql' -r -F
complete -c kvsql -n '__kvsql_operand 1 repl shell' -r -F
complete -c kvsql -n '__kvsql_operand 1 create' -r -F
complete -c kvsql -n '__kvsql_operand 1 import' -r -F
complete -c kvsql -n '__kvsql_operand 2 import' -r -F
complete -c kvsql -n '__kvsql_operand 1 export' -r -F
complete -c kvsql -n '__kvsql_operand 2 export' -r -F
complete -c kvsql -n '__kvsql_operand 1 bench' -x -a '(__fish_complete_directories)'
complete -c kvsql -n '__kvsql_operand 1 demo' -x -a '(__fish_complete_directories)'
complete -c kvsql -n '__kvsql_operand 1 completion' -x -a 'bash zsh fish'
complete -c kvsql -n '__kvsql_operand 1 help' -x -a 'inspect dump truncate explore check repair undo sql repl shell create import export bench demo completion help'
