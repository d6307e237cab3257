package dev.kvsql.cli;

import dev.kvsql.cli.option.ByteSize;
import dev.kvsql.cli.repl.PipedConsole;
import dev.kvsql.cli.repl.Repl;
import dev.kvsql.cli.repl.ReplOptions;
import dev.kvsql.cli.repl.ReplOptions.Failures;
import dev.kvsql.cli.repl.ReplOptions.Writing;
import dev.kvsql.cli.repl.terminal.TerminalConsole;
import dev.kvsql.render.RowMode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql repl}. */
@Command(
    name = "repl",
    aliases = "shell",
    header = "The interactive shell: SQL, and a look at the chunks beneath it.",
    description = {
      "Takes SQL over several lines until a semicolon, and dot commands such as .tables, .chunks, .check,"
          + " .trace on and .sandbox on; .help lists them. On a terminal with history, completion by TAB,"
          + " and pages for long results; Ctrl-C stops the statement and not the session, Ctrl-D leaves."
          + " The prompt shows the database, (sandbox), and a star in a transaction.",
      "",
      "From a pipe the same statements and commands are run without a prompt; an error is told with its"
          + " line, the next statement runs, unless .bail is on, and the exit code is 1 in the end.",
    },
    exitCodeList = {
      ExitText.DONE,
      ExitText.FAILED,
      ExitText.USAGE,
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql repl app.kv",
      "  kvsql repl app.kv --read-only",
      "  kvsql repl app.kv --db tenants < script.sql"
    })
final class ReplCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Print rows as ${COMPLETION-CANDIDATES} (default: box on a terminal, table from a pipe).")
  private @Nullable RowMode mode;

  @Option(
      names = "--read-only",
      description = "Leave the store as it is; a hot journal is applied to a view in memory.")
  private boolean readOnly;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = ByteSize.Converter.class,
      description = "Most bytes of the read cache; 0 for none (default: 64MiB).")
  private ByteSize cacheSize;

  @Option(
      names = "--init",
      paramLabel = "PATH",
      description =
          "Run this file first (default: kvsql/replrc in $XDG_CONFIG_HOME, on a terminal only).")
  private @Nullable Path init;

  @Spec private CommandSpec spec;

  ReplCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException {
    return run() ? ExitCode.CLEAN : ExitCode.FAILED;
  }

  /** Nothing of the terminal is loaded unless somebody sits there. */
  private boolean run() throws IOException {
    if (!Globals.isTyped() || !Globals.isTerminal()) {
      InputStreamReader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
      CommandLine line = spec.commandLine();
      return Repl.run(
          options(),
          new PipedConsole(in, line.getOut(), line.getErr(), globals.style()),
          "",
          _ -> {});
    }
    TerminalConsole.Questions questions =
        globals.mayAsk() ? TerminalConsole.Questions.ASKED : TerminalConsole.Questions.SPARED;
    try (TerminalConsole console = TerminalConsole.open(globals.style(), questions)) {
      String version = String.join(", ", new Version().getVersion()).replaceFirst(", Java.*", "");
      return Repl.run(options(), console, version, console::attend);
    }
  }

  private ReplOptions options() {
    return new ReplOptions(
        target.path(),
        target.wanted(),
        readOnly ? Writing.REFUSED : Writing.ALLOWED,
        cacheSize.bytes(),
        globals.patience(),
        Optional.ofNullable(mode),
        globals.debug() ? Failures.WITH_STACK_TRACE : Failures.IN_WORDS,
        Optional.ofNullable(init));
  }
}
