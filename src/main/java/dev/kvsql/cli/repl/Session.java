package dev.kvsql.cli.repl;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.cli.failure.FailureText;
import dev.kvsql.cli.statement.DriverMessage;
import dev.kvsql.render.CaretText;
import dev.kvsql.render.Escapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.TypeConversionException;

/** A session: what is open, what is switched on, and what a line does. For one thread. */
public final class Session implements AutoCloseable {
  /** A file that reads itself must end. */
  private static final int MOST_NESTED = 10;

  private final Console console;
  private final Settings settings;
  private final Output output;
  private final DotCommands commands = DotCommands.all();
  private final String version;
  private Workspace workspace;
  private int errors;
  private int depth;
  private volatile boolean interrupted;

  /** Opens the store. */
  Session(ReplOptions options, Console console, String version) {
    this.console = console;
    this.version = version;
    settings = console.isTyped() ? Settings.typed() : Settings.piped();
    settings.mode = options.mode().orElse(settings.mode);
    output = new Output(console, settings);
    workspace = Workspace.open(options);
  }

  Console console() {
    return console;
  }

  Settings settings() {
    return settings;
  }

  Output output() {
    return output;
  }

  Workspace workspace() {
    return workspace;
  }

  /** The dot commands that there are. */
  public DotCommands commands() {
    return commands;
  }

  /** Works on another database of the store. */
  void use(String database) {
    workspace = workspace.with(database);
  }

  /** Works on another store; on the one that is open, when the other cannot be opened. */
  void open(ReplOptions options) throws IOException {
    Path path = options.store();
    if (Files.exists(path) && Files.isSameFile(path, workspace.options().store())) {
      workspace = workspace.with(options.database().orElse(workspace.database()));
      return;
    }
    Workspace opened = Workspace.open(options);
    workspace.close();
    workspace = opened;
  }

  /** Tells what is open. */
  void sayBanner() {
    Banner.lines(workspace, version).forEach(this::say);
  }

  /** Runs a file before anything else; that it is wrong keeps nobody out. */
  void init(Path file) throws Ended {
    run(() -> OpenCommands.read(this, file), "");
  }

  /** A new input: what was interrupted before is over. */
  void attentive() {
    interrupted = false;
  }

  /** Ctrl-C was pressed while something ran. Called by any thread. */
  void interrupt() {
    interrupted = true;
  }

  /** Whether Ctrl-C has ended something of this input; then no more of it is run. */
  boolean isInterrupted() {
    return interrupted;
  }

  /** Begins to read a file. */
  void enter(Path file) {
    if (depth == MOST_NESTED) {
      throw new Refusal(file + ": files are nested too deep, does one read itself?");
    }
    depth++;
  }

  /** Ends reading a file. */
  void exit() {
    depth--;
  }

  /**
   * The schema, to complete names from it. Nothing when SQLite is not connected: looking must not
   * roll back a hot journal.
   */
  public Optional<Schema> schema() throws SQLException {
    return workspace.isConnected() || !Pending.of(workspace.chunks()).isAny()
        ? Optional.of(new Schema(workspace.connection()))
        : Optional.empty();
  }

  /** The names of the store's databases. */
  public List<String> databases() {
    return workspace.store().databases();
  }

  Prompt prompt() {
    String remark = workspace.isSandbox() ? "sandbox" : workspace.isReadOnly() ? "read-only" : "";
    return Prompt.of(workspace.database(), remark, workspace.inTransaction());
  }

  /** Tells something that is no result. */
  void say(String text) {
    console.err().println(text);
    console.err().flush();
  }

  void echo(String text) {
    if (settings.echo.isOn()) {
      say(text);
    }
  }

  /** How many errors there were. */
  int errors() {
    return errors;
  }

  /**
   * Runs a statement.
   *
   * @param where told before an error
   */
  void statement(String sql, String where) throws Ended {
    run(
        () -> {
          try {
            new StatementRun(this, sql).run();
          } catch (SQLException e) {
            failed(where + said(e), e);
            explain(sql, said(e));
            bail();
          }
        },
        where);
  }

  /** Runs a dot command. */
  void command(String line, String where) throws Ended {
    run(() -> commands.run(this, line), where);
  }

  private interface Step {
    void run() throws SQLException, IOException, Ended;
  }

  private void run(Step step, String where) throws Ended {
    try {
      step.run();
    } catch (SQLException e) {
      failed(where + said(e), e);
      bail();
    } catch (IOException | RuntimeException e) {
      failed(where + text(e), e);
      bail();
    }
  }

  /** Without the code that says no more than that it is an error. */
  private static String said(SQLException failure) {
    return DriverMessage.plain(failure).replaceFirst(" \\(SQLITE_(ERROR|INTERRUPT)\\)$", "");
  }

  private static String text(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> String.valueOf(refusal.getMessage());
      case TypeConversionException value -> String.valueOf(value.getMessage());
      case StoreException.Stopped _ -> "interrupted";
      default -> FailureText.of(failure);
    };
  }

  private void failed(String text, Exception failure) {
    errors++;
    String prefix = console.isTyped() ? "error: " : "kvsql repl: ";
    say(console.style().bad(prefix + Escapes.forTerminal(text)));
    switch (workspace.options().failures()) {
      case IN_WORDS -> {}
      case WITH_STACK_TRACE -> failure.printStackTrace(console.err());
    }
  }

  private void bail() throws Ended {
    if (settings.bail.isOn()) {
      throw Ended.byError();
    }
  }

  /** Shows the place of an error, and what may have been meant. */
  private void explain(String sql, String message) {
    try {
      Connection connection = workspace.connection();
      OptionalInt place = new ErrorPlace(sql, text -> parsed(connection, text)).of(message);
      if (place.isPresent()) {
        CaretText.lines(sql, place.getAsInt()).forEach(this::say);
      }
      new Meant(new Schema(connection))
          .by(message, sql)
          .ifPresent(meant -> say("did you mean " + Escapes.forTerminal(meant) + "?"));
    } catch (SQLException | StoreException e) {
      // The error itself was told.
    }
  }

  /** What SQLite's parser says to a statement, which is not run. */
  private static String parsed(Connection connection, String sql) {
    try (PreparedStatement _ = connection.prepareStatement(sql)) {
      return "";
    } catch (SQLException e) {
      return said(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      output.close();
    } finally {
      workspace.close();
    }
  }
}
