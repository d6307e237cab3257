package dev.kvsql.cli.repl;

import dev.kvsql.render.Escapes;

/**
 * Asks for input.
 *
 * @param text such as {@code main (sandbox)*> }
 * @param continuation asks for the next line of the same statement, as long as the text
 */
public record Prompt(String text, String continuation) {
  /**
   * The prompt of a session: the database, whether it is a sandbox, and a star in a transaction.
   *
   * @param remark such as {@code sandbox}; empty for none
   */
  static Prompt of(String database, String remark, boolean inTransaction) {
    String text =
        Escapes.forTerminal(database)
            + (remark.isEmpty() ? "" : " (" + remark + ")")
            + (inTransaction ? "*" : "")
            + "> ";
    return new Prompt(text, " ".repeat(Math.max(0, text.length() - 5)) + "...> ");
  }
}
