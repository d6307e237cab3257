package dev.kvsql.cli.repl;

import dev.kvsql.sqlite.StatementSplitter;
import java.util.Optional;

/**
 * Lines that come one after the other, cut into statements and dot commands. A line that begins
 * with a dot, between two statements, is a dot command.
 */
final class Script {
  private final Session session;
  private final String name;
  private final StatementSplitter splitter = new StatementSplitter();
  private int line;

  /**
   * @param name is told with the line of an error; empty for none
   */
  Script(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  /** Runs what this line completes. */
  void take(String text) throws Ended {
    line++;
    if (splitter.isBetweenStatements() && text.startsWith(".")) {
      splitter.feed("\n");
      session.echo(text);
      session.command(text, where(line));
      return;
    }
    splitter.feed(text + "\n");
    for (Optional<StatementSplitter.Statement> next = splitter.next();
        next.isPresent();
        next = splitter.next()) {
      run(next.get());
    }
  }

  /** Runs what stands behind the last semicolon. */
  void end() throws Ended {
    Optional<StatementSplitter.Statement> rest = splitter.rest();
    if (rest.isPresent()) {
      StatementSplitter.Statement last = rest.get();
      // What is in a quote that is not closed is part of it, but the end of the input is not.
      run(new StatementSplitter.Statement(last.number(), last.line(), last.text().stripTrailing()));
    }
  }

  /** Forgets what stands behind the last semicolon. */
  void drop() {
    splitter.rest();
  }

  boolean isBetweenStatements() {
    return splitter.isBetweenStatements();
  }

  private void run(StatementSplitter.Statement statement) throws Ended {
    if (session.isInterrupted()) {
      return;
    }
    session.echo(statement.text());
    session.statement(statement.text(), where(statement.line()));
  }

  private String where(int at) {
    if (session.console().isTyped() && name.isEmpty()) {
      return "";
    }
    return (name.isEmpty() ? "" : name + " ") + "line " + at + ": ";
  }
}
