package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.render.Escapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql import}. */
@Command(
    name = "import",
    header = "Puts a SQLite file or a KV dump into a database.",
    description = {
      "Puts a SQLite file or a KV dump (told apart by content, gzip or not) into a database, and makes"
          + " the store if there is none. The database appears when it is whole; until then, and when"
          + " anything fails, everything stays as it was. A database that replaces one with checksums"
          + " keeps them as well.",
    },
    exitCodeList = {
      ExitText.DONE,
      ExitText.UNCHANGED,
      "2:Wrong usage, or there is a database of that name and no --replace.",
      "10:What is there is no store.",
      ExitText.LOCKED,
      "130:Interrupted: nothing was changed, or the whole database is there."
    },
    footer = {
      "",
      "Examples:",
      "  kvsql import app.kv app.db",
      "  kvsql import app.kv kv.jsonl.gz --db tenant7",
      "  kvsql import app.kv newer.db --replace"
    })
final class ImportCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Parameters(index = "1", paramLabel = "FILE", description = "A SQLite file or a KV dump.")
  private Path file;

  @Option(names = "--replace", description = "Replace the database if there is one of that name.")
  private boolean replace;

  @Mixin private ChecksumsOption option;

  @Spec private CommandSpec spec;

  ImportCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException {
    ImportFile source = ImportFile.of(file);
    try (ByteProgress progress =
        new ByteProgress(globals, spec.commandLine().getErr(), "importing", Files.size(file))) {
      fill(source.readBy(progress::of));
    }
    return ExitCode.CLEAN;
  }

  private void fill(ImportFile source) throws IOException {
    if (Files.exists(target.path(), LinkOption.NOFOLLOW_LINKS)) {
      try (Store store = target.open(Access.WRITE)) {
        fill(store, source);
      }
    } else {
      NewStore.make(target.path(), store -> fill(store, source));
    }
  }

  private void fill(Store store, ImportFile source) throws IOException {
    String name = target.newName();
    if (!replace && store.databases().contains(name)) {
      throw new UsageException(
          target.path()
              + ": has a database "
              + name
              + " already; use --replace, or choose another with --db");
    }
    String amount;
    try (Store.Replacement replacement = store.replaceDatabase(name, option.checksums())) {
      amount = source.into(replacement.chunks());
      replacement.publish();
    }
    spec.commandLine()
        .getOut()
        .printf(
            "imported %s into database %s of %s%n",
            amount, Escapes.forTerminal(name), target.path());
  }
}
