#compdef @program@
# Completes command lines of kvsql in zsh.
# Made by: kvsql completion zsh

_kvsql_commands() {
  local -a commands=(
@commands@
  )
  _describe -t commands 'command' commands
}

# The databases of the store on the line, which may stand behind the cursor.
_kvsql_databases() {
  local word store= skip=
  local -a names
  for word in "${(@)words[2,-1]}"; do
    if [[ -n $skip ]]; then
      skip=
    elif [[ $word == (@takes@) ]]; then
      skip=yes
    elif [[ $word != -?* ]]; then
      store=${(Q)word}
      break
    fi
  done
  [[ -n $store ]] || return 1
  [[ $store == '~/'* ]] && store=$HOME/${store#'~/'}
  names=("${(@f)$("$kvsql" @databases@ "$store" 2>/dev/null </dev/null)}")
  names=("${(@)names:#}")
  (( $#names )) && _wanted databases expl database compadd -a names
}

_kvsql_sizes() {
  local -a sizes
  if [[ $PREFIX == <-> ]]; then
    sizes=(${PREFIX}KiB ${PREFIX}MiB ${PREFIX}GiB ${PREFIX}c)
    _wanted sizes expl size compadd -a sizes
  else
    _message 'size: 4196, 4K, 4KiB, 1MiB or 2c+100'
  fi
}

_kvsql() {
  local curcontext=$curcontext state line kvsql
  local -A opt_args
  kvsql=${(Q)words[1]}
  [[ $kvsql == '~/'* ]] && kvsql=$HOME/${kvsql#'~/'}
  local -a common=(
@common@
  )
  _arguments -C -S $common '(-): :_kvsql_commands' '(-)*:: :->command' && return 0
  [[ $state == command ]] || return 1
  case $words[1] in
@verbs@
    *) _message 'no such command' ;;
  esac
}

if [[ $funcstack[1] == _kvsql ]]; then
  _kvsql "$@"
else
  compdef _kvsql @program@
fi
