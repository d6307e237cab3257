package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.render.Escapes;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kvsql create}. */
@Command(
    name = "create",
    header = "Makes an empty database, and the store if there is none.",
    description = "Changes no database that exists.",
    exitCodeList = {
      ExitText.DONE,
      ExitText.UNCHANGED,
      "2:Wrong usage, or there is a database of that name already.",
      "10:What is there is no store.",
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql create app.kv",
      "  kvsql create app.kv --db second --checksums"
    })
final class CreateCommand implements Callable<Integer> {
  @Mixin private final StoreTarget target;

  @Mixin private ChecksumsOption option;

  @Spec private CommandSpec spec;

  CreateCommand(Globals globals) {
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() {
    String name = target.newName();
    if (Files.exists(target.path(), LinkOption.NOFOLLOW_LINKS)) {
      try (Store store = target.open(Access.WRITE)) {
        requireFree(store, name);
        fill(store.createDatabase(name, option.checksums()));
      }
    } else {
      NewStore.make(target.path(), store -> fill(store.createDatabase(name, option.checksums())));
    }
    spec.commandLine()
        .getOut()
        .println("created database " + Escapes.forTerminal(name) + " in " + target.path());
    return ExitCode.CLEAN;
  }

  private void requireFree(Store store, String name) {
    if (store.databases().contains(name)) {
      throw new UsageException(
          target.path() + ": has a database " + name + " already; choose another with --db");
    }
  }

  /** A database exists once it has a meta; SQLite takes a file without bytes for an empty one. */
  private static void fill(ChunkStore database) {
    database.apply(
        WriteBatch.builder().put(StoreKey.meta(FileTag.MAIN), new FileMeta(0).encode()).build(),
        Durability.FORCED);
  }
}
