package dev.kvsql.cli.repl;

/** A dot command asks for something that makes no sense, or must not be done now; says what. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refusal(String message) {
    super(message);
  }
}
