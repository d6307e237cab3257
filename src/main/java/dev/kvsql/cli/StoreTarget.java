package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The store that a command works on, and which of its databases. */
final class StoreTarget {
  private final Globals globals;

  @Parameters(index = "0", paramLabel = "STORE", description = "Path of the store file.")
  private Path path;

  @Option(
      names = {"-d", "--db"},
      paramLabel = "NAME",
      description = "The database; needed only when the store has several.")
  private @Nullable String database;

  StoreTarget(Globals globals) {
    this.globals = globals;
  }

  Path path() {
    return path;
  }

  /** Opens the store, once no other process excludes that. */
  Store open(Access access) {
    return MapDbStore.open(path, access, globals.patience());
  }

  /** The database that is meant: the one that was named, or the only one. */
  Named database(Store store) {
    List<String> names = names(store);
    if (names.size() != 1) {
      throw new StoreException.Missing(
          names.isEmpty()
              ? path + ": has no database"
              : path
                  + ": has several databases, choose one with --db: "
                  + String.join(", ", names));
    }
    return new Named(names.getFirst(), store.database(names.getFirst()));
  }

  /** The databases that are meant: the one that was named, or all. */
  List<String> names(Store store) {
    if (database == null) {
      return store.databases();
    }
    store.database(database);
    return List.of(database);
  }

  /** The name that was given, if one was. */
  Optional<String> wanted() {
    return Optional.ofNullable(database);
  }

  /**
   * The name that was given, or the usual one: for commands that make a database.
   *
   * @throws UsageException when no database can be made with it
   */
  String newName() {
    if (database != null && !MapDbStore.isNewName(database)) {
      throw new UsageException("--db: " + MapDbStore.NAME_RULE);
    }
    return database == null ? Store.DEFAULT_DATABASE : database;
  }

  /** A database with its name. */
  record Named(String name, ChunkStore chunks) {}
}
