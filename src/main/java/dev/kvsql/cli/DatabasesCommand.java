package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.cli.completion.Shell;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Tells shells the databases of a store, one a line, while somebody types. Changes nothing, waits
 * for nobody, and says nothing when that cannot be told.
 */
@Command(
    name = Shell.DATABASES,
    hidden = true,
    header = "Lists the databases of a store, for shells.",
    exitCodeList = {ExitText.DONE, ExitText.FAILED, ExitText.USAGE},
    footer = {"", "Examples:", "  kvsql " + Shell.DATABASES + " app.kv"})
final class DatabasesCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "STORE", description = "Path of the store file.")
  private Path path;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = MapDbStore.open(path, Access.READ, Duration.ZERO)) {
      store.databases().stream()
          // Nobody wants that on the command line, and a line break would make two of it.
          .filter(name -> name.chars().noneMatch(Character::isISOControl))
          .forEach(out::println);
    } catch (StoreException _) {
      // Missing, locked or damaged: the command that is being typed will tell.
      return ExitCode.CLEAN;
    }
    return ExitCode.CLEAN;
  }
}
