package dev.kvsql.cli.repl;

/** What a word behind a dot command is, so that it can be completed. */
public enum Operand {
  TABLE,
  /** The path of a file. */
  PATH,
  DATABASE,
  COMMAND,
  SWITCH,
  MODE,
  /** One of a database's files: main, journal, wal, shm. */
  FILE,
  LEVEL,
  SANDBOX,
  WIDTH,
  /** {@code --apply}. */
  APPLY,
  /** Anything else. */
  VALUE
}
