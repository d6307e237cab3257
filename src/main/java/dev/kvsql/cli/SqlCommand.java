package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.cli.option.ByteSize;
import dev.kvsql.render.Escaping;
import dev.kvsql.render.RowMode;
import dev.kvsql.render.RowOptions;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import dev.kvsql.sqlite.StatementSplitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql sql}. */
@Command(
    name = "sql",
    header = "Runs SQL on a database.",
    description = {
      "Runs SQL on a database through the VFS. Without SQL on the command line, statements are read from"
          + " stdin, and each result is written before the next statement starts. The first error ends"
          + " it, and says which statement.",
    },
    exitCodeList = {
      "0:Every statement ran.",
      "1:A statement failed, or the store did.",
      ExitText.USAGE,
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql sql app.kv \"SELECT count(*) FROM t\"",
      "  kvsql sql app.kv --read-only --mode json < report.sql"
    })
final class SqlCommand implements Callable<Integer> {
  @Mixin private final StoreTarget target;

  @Parameters(
      index = "1",
      arity = "0..*",
      paramLabel = "SQL",
      description = "Statements; stdin without any.")
  private @Nullable List<String> sql;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "table",
      description = "Print rows as ${COMPLETION-CANDIDATES} (default: table).")
  private RowMode mode;

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

  @Spec private CommandSpec spec;

  SqlCommand(Globals globals) {
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException, SQLException {
    try (Store store = target.open(readOnly ? Access.READ : Access.WRITE)) {
      MountOptions.Use use = readOnly ? MountOptions.Use.READ_ONLY : MountOptions.Use.READ_WRITE;
      String database = target.database(store).name();
      try (Mount mount = Mount.of(store, database, new MountOptions(cacheSize.bytes(), use));
          Connection connection = mount.connect()) {
        run(new StatementRunner(connection, mode, rowOptions(), spec.commandLine().getOut()));
      }
    }
    return ExitCode.CLEAN;
  }

  private static RowOptions rowOptions() {
    return new RowOptions(Globals.isTerminal() ? Escaping.CONTROL : Escaping.NONE);
  }

  private void run(StatementRunner runner) throws IOException, SQLException {
    if ((sql == null || sql.isEmpty()) && Globals.isTyped()) {
      spec.commandLine().getErr().println("kvsql sql: type SQL, end with Ctrl-D");
    }
    StatementSplitter splitter = new StatementSplitter();
    try (BufferedReader lines = new BufferedReader(source())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        splitter.feed(line + "\n");
        for (Optional<StatementSplitter.Statement> next = splitter.next();
            next.isPresent();
            next = splitter.next()) {
          runner.run(next.get());
        }
      }
    }
    Optional<StatementSplitter.Statement> rest = splitter.rest();
    if (rest.isPresent()) {
      runner.run(rest.get());
    }
  }

  /** Each operand is complete by itself, with or without a semicolon. */
  private Reader source() {
    return sql == null || sql.isEmpty()
        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
        : new StringReader(String.join("\n;", sql));
  }
}
