package dev.kvsql.cli.repl.terminal;

import dev.kvsql.cli.repl.Console;
import dev.kvsql.cli.repl.Prompt;
import dev.kvsql.cli.repl.Session;
import dev.kvsql.render.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/** A terminal. Between a prompt and a statement Ctrl-C does nothing. */
public final class TerminalConsole implements Console, AutoCloseable {
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  private final Terminal terminal;
  private final Style style;
  private final Questions questions;
  private final Interrupts interrupts;
  private LineInput input;

  /** Whether questions are asked. */
  public enum Questions {
    ASKED,
    /** Everything is agreed to. */
    SPARED
  }

  private TerminalConsole(Terminal terminal, Style style, Questions questions) {
    this.terminal = terminal;
    this.style = style;
    this.questions = questions;
    interrupts = isDumb() ? Interrupts.ofProcess() : Interrupts.of(terminal);
    input = new PlainInput(terminal, interrupts);
  }

  /** The terminal of this process, by way of stty: no native library is unpacked for it. */
  public static TerminalConsole open(Style style, Questions questions) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider("exec")
            .dumb(true)
            .nativeSignals(true)
            .signalHandler(SignalHandler.SIG_IGN)
            .build();
    return new TerminalConsole(terminal, style, questions);
  }

  /** Completes and colours what is typed into a session; a dumb terminal can do neither. */
  public void attend(Session session) {
    if (!isDumb()) {
      input = new EditedInput(terminal, session, style);
    }
  }

  private boolean isDumb() {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  @Override
  public PrintWriter err() {
    return terminal.writer();
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public int columns() {
    int columns = terminal.getWidth();
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  @Override
  public boolean isTyped() {
    return true;
  }

  @Override
  public Optional<String> read(Supplier<Prompt> prompt) throws IOException, InputDropped {
    return input.read(prompt.get());
  }

  @Override
  public boolean agrees(String question) throws IOException {
    return switch (questions) {
      case ASKED -> input.agrees(question + " [y/N] ");
      case SPARED -> true;
    };
  }

  @Override
  public Page page(Paging paging) {
    int rows = terminal.getHeight() > 0 ? terminal.getHeight() : USUAL_ROWS;
    Optional<String> pager =
        switch (paging) {
          case ON -> isDumb() ? Optional.empty() : Pager.command();
          case OFF -> Optional.empty();
        };
    return new TerminalPage(terminal.writer(), pager, columns(), rows);
  }

  @Override
  public void interruptibly(Runnable stop, Work work) throws SQLException, IOException {
    Runnable takeBack = interrupts.on(stop);
    try {
      work.run();
    } finally {
      takeBack.run();
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
    terminal.close();
  }
}
