package dev.kvsql.cli;

import dev.kvsql.render.Amounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql demo}. */
@Command(
    name = "demo",
    header = "Shows the main job on a store that it makes and damages.",
    description = {
      "Makes a store, damages it the way an interrupted truncate does, and then inspects it, simulates a"
          + " truncate, checks, repairs and checks it again, printing each command.",
      "",
      "Without DIR everything happens in a temporary directory that is removed again.",
    },
    exitCodeList = {
      ExitText.DONE,
      "1:A step did not end as it should, or nothing could be written.",
      ExitText.USAGE,
      ExitText.INTERRUPTED
    },
    footer = {"", "Examples:", "  kvsql demo", "  kvsql demo demo-store"})
final class DemoCommand implements Callable<Integer> {
  /** What its store is called. */
  static final String STORE = "demo.kv";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to leave the store, for looking around afterwards.")
  private @Nullable Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, SQLException {
    if (directory != null) {
      Files.createDirectories(directory);
      return run(directory);
    }
    Path temporary = Files.createTempDirectory("kvsql-demo-");
    try {
      return run(temporary);
    } finally {
      try (var files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporary);
    }
  }

  private int run(Path where) throws IOException, SQLException {
    String store = where.resolve(STORE).toString();
    step(ExitCode.CLEAN, "create", store);
    step(
        ExitCode.CLEAN,
        "sql",
        store,
        "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO"
            + " note SELECT i, printf('note %d ', i) || hex(zeroblob(4500)) FROM n",
        "DELETE FROM note WHERE id > 4");
    say(
        "Now VACUUM, whose truncate is interrupted: the new size reaches the store, the delete of the");
    say(
        "chunks past it does not. This is what three separate KV operations leave behind after a crash.");
    long lost = InterruptedVacuum.run(Path.of(store));
    say(Amounts.count(lost, "chunk") + " should have been deleted.");
    say("");
    step(ExitCode.CLEAN, "inspect", store);
    step(ExitCode.CLEAN, "truncate", store, "--size", "4196");
    step(ExitCode.FINDINGS, "check", store);
    step(ExitCode.FINDINGS, "repair", store);
    step(ExitCode.CLEAN, "repair", store, "--apply", "--yes");
    step(ExitCode.CLEAN, "check", store);
    step(ExitCode.CLEAN, "sql", store, "SELECT count(*), sum(length(body)) FROM note");
    return ExitCode.CLEAN;
  }

  private void step(int expected, String... args) throws IOException {
    say("$ kvsql " + String.join(" ", List.of(args).stream().map(DemoCommand::quoted).toList()));
    PrintWriter err = spec.commandLine().getErr();
    int code = Kvsql.run(out(), err, args);
    say("(exit code " + code + ")");
    say("");
    if (code != expected) {
      throw new IOException("the demo expected exit code " + expected + " there");
    }
  }

  private static String quoted(String word) {
    return word.contains(" ") ? "\"" + word + "\"" : word;
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
