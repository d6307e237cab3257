package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Console.Page;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One result: as soon as it is longer than the screen, a pager shows it, as it comes. */
final class TerminalPage extends Writer implements Page {
  private final PrintWriter screen;
  private final Optional<String> command;
  private final int columns;
  private final int rows;
  private final PrintWriter out = new PrintWriter(this);
  private final StringBuilder held = new StringBuilder();
  private int lines;
  private @Nullable Pager pager;
  private boolean left;

  /**
   * @param screen where it goes when there is no need for a pager
   * @param pager the command of one, if there is one
   */
  TerminalPage(PrintWriter screen, Optional<String> pager, int columns, int rows) {
    this.screen = screen;
    command = pager;
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public boolean isWanted() {
    return !left;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    if (left) {
      return;
    }
    if (command.isEmpty()) {
      screen.write(text, offset, length);
    } else if (pager == null) {
      hold(new String(text, offset, length), command.get());
    } else {
      page(new String(text, offset, length));
    }
  }

  private void hold(String text, String program) throws IOException {
    held.append(text);
    lines += rows(text);
    if (lines >= rows) {
      screen.flush();
      pager = Pager.start(program);
      page(held.toString());
      held.setLength(0);
    }
  }

  /** How many rows of the screen it takes, one that is begun left out. */
  private int rows(String text) {
    int count = 0;
    for (String line : text.split("(?<=\n)", -1)) {
      count += (line.endsWith("\n") ? 1 : 0) + line.length() / (columns + 1);
    }
    return count;
  }

  private void page(String text) {
    Pager open = pager;
    if (open == null) {
      return;
    }
    try {
      open.in().write(text);
    } catch (IOException e) {
      left = true;
    }
  }

  @Override
  public void flush() throws IOException {
    Pager open = pager;
    if (open != null && !left) {
      try {
        open.in().flush();
      } catch (IOException e) {
        left = true;
      }
    }
    if (command.isEmpty()) {
      screen.flush();
    }
  }

  @Override
  public void close() throws IOException {
    out.flush();
    screen.print(held);
    screen.flush();
    Pager open = pager;
    if (open != null) {
      open.close();
    }
  }
}
