package dev.kvsql.cli.repl;

import dev.kvsql.render.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** Input from a pipe or file: no prompt, no question, no page. */
public final class PipedConsole implements Console {
  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Style style;

  /**
   * @param style when somebody asks for colours in what is piped
   */
  public PipedConsole(Reader in, PrintWriter out, PrintWriter err, Style style) {
    this.in = new BufferedReader(in);
    this.out = out;
    this.err = err;
    this.style = style;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public int columns() {
    return 0;
  }

  @Override
  public boolean isTyped() {
    return false;
  }

  @Override
  public Optional<String> read(Supplier<Prompt> prompt) throws IOException {
    return Optional.ofNullable(in.readLine());
  }

  @Override
  public boolean agrees(String question) {
    return true;
  }

  @Override
  public Page page(Paging paging) {
    return new Page() {
      @Override
      public PrintWriter out() {
        return out;
      }

      @Override
      public boolean isWanted() {
        return true;
      }

      @Override
      public void close() {
        out.flush();
      }
    };
  }

  /** Ctrl-C ends the process, as that of any filter. */
  @Override
  public void interruptibly(Runnable stop, Work work) throws SQLException, IOException {
    work.run();
  }
}
