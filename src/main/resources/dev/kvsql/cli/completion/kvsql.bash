# Completes command lines of kvsql in bash, with the package bash-completion or without.
# Made by: kvsql completion bash

# Sets words to the names of the options that a command takes.
_kvsql_options() {
  words='@common@'
  case $1 in
@options@
  esac
}

# Sets kind to what the value of an option is; false where it takes none.
_kvsql_option_value() {
  case $1:$2 in
@values@
    *) return 1 ;;
  esac
}

# Sets kind to what the operand of a command with this number is; false where there is none.
_kvsql_operand_value() {
  case $1:$2 in
@operands@
    *) return 1 ;;
  esac
}

# Whether an option takes a value, whatever the command.
_kvsql_takes_value() {
  case $1 in
    @takes@) ;;
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
  done < <("$program" @databases@ "$store" 2>/dev/null </dev/null)
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
    _kvsql_value 'one @commands@' "$begun"
  elif _kvsql_operand_value "$command" "$((at_number + 1))"; then
    _kvsql_value "$kind" "$begun" "$1" "$store"
  else
    compopt +o default 2>/dev/null
  fi
}

complete -o default -F _kvsql @program@
