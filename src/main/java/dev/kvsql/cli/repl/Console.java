package dev.kvsql.cli.repl;

import dev.kvsql.render.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a session reads from and writes to: a terminal, or pipes and files. */
public interface Console {
  /** For everything but results. */
  PrintWriter err();

  /** How text is coloured. */
  Style style();

  /** How wide lines may be, in terminal columns; 0 for as wide as they get. */
  int columns();

  /** Whether somebody sits there: then there are prompts, a banner and questions. */
  boolean isTyped();

  /**
   * The next input, without its line end: a line, or several that belong together. Nothing at the
   * end.
   *
   * @param prompt asked for and shown when somebody sits there
   * @throws InputDropped when the input was begun and then dropped with Ctrl-C
   */
  Optional<String> read(Supplier<Prompt> prompt) throws IOException, InputDropped;

  /** Asks a question; anything but a yes is a no. A yes where nobody sits. */
  boolean agrees(String question) throws IOException;

  /** Where one result goes. */
  Page page(Paging paging) throws IOException;

  /** Whether a long result is shown page by page. */
  enum Paging {
    ON,
    OFF
  }

  /**
   * Runs something that Ctrl-C may stop.
   *
   * @param stop is called by another thread, at any time until the work has ended
   */
  void interruptibly(Runnable stop, Work work) throws SQLException, IOException;

  /** Something to do. */
  interface Work {
    void run() throws SQLException, IOException;
  }

  /** The writer of one result. */
  interface Page extends AutoCloseable {
    PrintWriter out();

    /** Whether anybody still reads it: a pager may have been left. */
    boolean isWanted();

    /** Ends the result, once a pager was left; the writer behind it stays open. */
    @Override
    void close() throws IOException;
  }

  /** The input was dropped with Ctrl-C. */
  final class InputDropped extends Exception {
    private static final long serialVersionUID = 1;
  }
}
