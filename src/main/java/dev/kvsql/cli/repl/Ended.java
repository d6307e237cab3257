package dev.kvsql.cli.repl;

/** The session is to end: somebody leaves, or an error ends it. */
final class Ended extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean asked;

  private Ended(boolean asked) {
    this.asked = asked;
  }

  /** With {@code .quit}. */
  static Ended byCommand() {
    return new Ended(true);
  }

  /** By an error, with {@code .bail on}. */
  static Ended byError() {
    return new Ended(false);
  }

  /** Whether somebody asked for it. */
  boolean isAsked() {
    return asked;
  }
}
