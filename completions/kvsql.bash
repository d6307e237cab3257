# Completes command lines of kvsql in bash, with the package bash-completion or without.
# Made by: kvsql completion bash

# Sets words to the names of the options that a command takes.
_kvsql_options() {
  words='--color --debug --no-input --no-progress --timeout -h --help -V --version'
  case $1 in
    inspect) words+=' -d --db --map --tables --json --html --level' ;;
    dump) words+=' -d --db --file --format --limit -o --output' ;;
    truncate) words+=' -d --db --size --boundaries --seed --file --policy --fail-at --apply --yes --undo-file --json' ;;
    explore) words+=' --policy --depth --faults --page-size --start --all --rule --random --seed --replay --ops -o --output --json' ;;
    check) words+=' -d --db --level --cache --jobs --shard --resume --fail-on --format --json -o --output' ;;
    repair) words+=' -d --db --apply --yes --allow --undo-file --exit-repaired' ;;
    undo) words+=' --dry-run' ;;
    sql) words+=' -d --db --mode --read-only --cache-size' ;;
    repl | shell) words+=' -d --db --mode --read-only --cache-size --init' ;;
    create) words+=' -d --db --checksums' ;;
    import) words+=' -d --db --replace --checksums' ;;
    export) words+=' -d --db --as-stored' ;;
    bench) words+=' --only --script --details --rounds --seed --store-size --table-size --fail-on-miss --json' ;;
    demo) words+=' ' ;;
    completion) words+=' ' ;;
    help) words+=' ' ;;
  esac
}

# Sets kind to what the value of an option is; false where it takes none.
_kvsql_option_value() {
  case $1:$2 in
    *:--color) kind='one auto always never' ;;
    *:--timeout) kind='other' ;;
    inspect:-d | inspect:--db) kind='database' ;;
    inspect:--html) kind='file' ;;
    inspect:--level) kind='one quick full' ;;
    dump:-d | dump:--db) kind='database' ;;
    dump:--file) kind='one main journal wal shm' ;;
    dump:--format) kind='one hex raw jsonl' ;;
    dump:--limit) kind='other' ;;
    dump:-o | dump:--output) kind='file' ;;
    truncate:-d | truncate:--db) kind='database' ;;
    truncate:--size) kind='size' ;;
    truncate:--seed) kind='other' ;;
    truncate:--file) kind='one main journal wal shm' ;;
    truncate:--policy) kind='some kvsql native-before native-after wasm all' ;;
    truncate:--fail-at) kind='other' ;;
    truncate:--undo-file) kind='file' ;;
    explore:--policy) kind='some kvsql native-before native-after wasm all' ;;
    explore:--depth) kind='other' ;;
    explore:--page-size) kind='other' ;;
    explore:--start) kind='one empty leftovers' ;;
    explore:--rule) kind='some C1 C2 C3 C4 C5 S1 S2 S3' ;;
    explore:--random) kind='other' ;;
    explore:--seed) kind='other' ;;
    explore:--replay) kind='file' ;;
    explore:--ops) kind='file' ;;
    explore:-o | explore:--output) kind='directory' ;;
    check:-d | check:--db) kind='database' ;;
    check:--level) kind='one quick full' ;;
    check:--cache) kind='file' ;;
    check:--jobs) kind='other' ;;
    check:--shard) kind='other' ;;
    check:--resume) kind='file' ;;
    check:--fail-on) kind='one fatal error warn notice' ;;
    check:--format) kind='one text json junit sarif github' ;;
    check:-o | check:--output) kind='file' ;;
    repair:-d | repair:--db) kind='database' ;;
    repair:--allow) kind='one STORE-LOG RECORD-UNREADABLE META-MALFORMED META-MISSING CHUNK-MISSING SQLITE-INTEGRITY' ;;
    repair:--undo-file) kind='file' ;;
    sql:-d | sql:--db) kind='database' ;;
    sql:--mode) kind='one table box csv json jsonl line markdown' ;;
    sql:--cache-size) kind='size' ;;
    repl:-d | repl:--db) kind='database' ;;
    shell:-d | shell:--db) kind='database' ;;
    repl:--mode) kind='one table box csv json jsonl line markdown' ;;
    shell:--mode) kind='one table box csv json jsonl line markdown' ;;
    repl:--cache-size) kind='size' ;;
    shell:--cache-size) kind='size' ;;
    repl:--init) kind='file' ;;
    shell:--init) kind='file' ;;
    create:-d | create:--db) kind='database' ;;
    import:-d | import:--db) kind='database' ;;
    export:-d | export:--db) kind='database' ;;
    bench:--only) kind='some commit load read scan blob truncate speedtest1 open replay script' ;;
    bench:--script) kind='file' ;;
    bench:--rounds) kind='other' ;;
    bench:--seed) kind='other' ;;
    bench:--store-size) kind='size' ;;
    bench:--table-size) kind='size' ;;
    *) return 1 ;;
  esac
}

# Sets kind to what the operand of a command with this number is; false where there is none.
_kvsql_operand_value() {
  case $1:$2 in
    inspect:1) kind='file' ;;
    dump:1) kind='file' ;;
    dump:2) kind='other' ;;
    truncate:1) kind='file' ;;
    check:*) kind='file' ;;
    repair:1) kind='file' ;;
    undo:1) kind='file' ;;
    undo:2) kind='file' ;;
    sql:1) kind='file' ;;
    sql:*) kind='other' ;;
    repl:1 | shell:1) kind='file' ;;
    create:1) kind='file' ;;
    import:1) kind='file' ;;
    import:2) kind='file' ;;
    export:1) kind='file' ;;
    export:2) kind='file' ;;
    bench:1) kind='directory' ;;
    demo:1) kind='directory' ;;
    completion:1) kind='one bash zsh fish' ;;
    help:1) kind='one inspect dump truncate explore check repair undo sql repl shell create import export bench demo completion help' ;;
    *) return 1 ;;
  esac
}

# Whether an option takes a value, whatever the command.
_kvsql_takes_value() {
  case $1 in
    --allow | --cache | --cache-size | --color | --db | --depth | --fail-at | --fail-on | --file | --format | --html | --init | --jobs | --level | --limit | --mode | --only | --ops | --output | --page-size | --policy | --random | --replay | --resume | --rounds | --rule | --script | --seed | --shard | --size | --start | --store-size | --table-size | --timeout | --undo-file | -d | -o) ;;
    *) return 1 ;;
  esac
}

# A word of the line as the program would get it, but for variables.
_kvsql_unquoted() {
  local word=$1
  case $word in
    \'* | \"*) word=${word:1} word=${word%[\"\']} ;;
    '~/'*) word=$HOME/${word#'~/'} word=${word//\\/} ;;
    *) word=${word//\\/} ;;
  esac
  printf '%s' "$word"
}

# The databases of the store, written as the word that was begun is quoted.
_kvsql_databases() {
  local program=$1 store=$2 begun=$3 name plain
  plain=$(_kvsql_unquoted "$begun")
  [[ $begun == '~/'* ]] && plain=$begun
  while IFS= read -r name; do
    [[ $name == "$plain"* ]] || continue
    case $begun in
      \'*) COMPREPLY+=("${name//\'/\'\\\'\'}") ;;
      \"*) COMPREPLY+=("$(printf '%s' "$name" | sed 's/["$`\\]/\\&/g')") ;;
      *) COMPREPLY+=("$(printf '%q' "$name")") ;;
    esac
  done < <("$program" __databases "$store" 2>/dev/null </dev/null)
}

# Completes a value; files are left to readline, which knows how they are quoted.
_kvsql_value() {
  local kind=$1 begun=$2 program=$3 store=$4 before=
  case $kind in
    file) return ;;
    directory)
      compopt +o default -o dirnames 2>/dev/null
      return
      ;;
  esac
  compopt +o default 2>/dev/null
  # None of these words has a space in it, and the bash of macOS has no mapfile.
  case $kind in
    'one '*) COMPREPLY=($(compgen -W "${kind#one }" -- "$begun")) ;;
    'some '*)
      [[ $begun == *,* ]] && before=${begun%,*},
      COMPREPLY=($(compgen -P "$before" -W "${kind#some }" -- "${begun##*,}"))
      ;;
    size)
      [[ $begun =~ ^[0-9]+$ ]] &&
        COMPREPLY=("${begun}KiB" "${begun}MiB" "${begun}GiB" "${begun}c")
      ;;
    database)
      if [[ -n $store ]]; then
        _kvsql_databases "$program" "$(_kvsql_unquoted "$store")" "$begun"
      fi
      ;;
  esac
}

_kvsql() {
  local begun=${COMP_WORDS[COMP_CWORD]} command= store= option= ended= words kind
  local i word number=0 at_number=0 at_option= at_ended=
  COMPREPLY=()
  # Also what stands behind the cursor counts: the store may.
  for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then
      at_number=$number at_option=$option at_ended=$ended
    fi
    # Bash takes the equals sign of --db=NAME for a word.
    [[ $word == '=' ]] && continue
    if [[ -n $option ]]; then
      option=
    elif [[ -z $ended && $word == -- ]]; then
      ended=yes
    elif [[ -z $ended && $word == -?* ]]; then
      _kvsql_takes_value "$word" && option=$word
    elif ((i == COMP_CWORD)); then
      [[ -n $command ]] && number=$((number + 1))
    elif [[ -z $command ]]; then
      command=$word
    else
      number=$((number + 1))
      [[ -z $store ]] && store=$word
    fi
  done
  [[ $begun == '=' ]] && begun=
  if [[ -n $at_option ]]; then
    _kvsql_option_value "$command" "$at_option" &&
      _kvsql_value "$kind" "$begun" "$1" "$store"
  elif [[ -z $at_ended && $begun == -* ]]; then
    _kvsql_options "$command"
    _kvsql_value "one $words" "$begun"
  elif [[ -z $command ]]; then
    _kvsql_value 'one inspect dump truncate explore check repair undo sql repl shell create import export bench demo completion help' "$begun"
  elif _kvsql_operand_value "$command" "$((at_number + 1))"; then
    _kvsql_value "$kind" "$begun" "$1" "$store"
  else
    compopt +o default 2>/dev/null
  fi
}

complete -o default -F _kvsql kvsql
