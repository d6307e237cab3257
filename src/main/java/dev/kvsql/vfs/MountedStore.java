package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store whose databases SQLite can open: each is a {@link DatabaseFiles}, the same for all who
 * ask. Safe for several threads.
 */
public final class MountedStore {
  private final String directory;
  private final Databases databases;
  private final MountPolicy policy;
  private final Lease lease;
  private final Stores stores;
  private final ChunkStore superJournals;
  private final Map<String, DatabaseFiles> files = new HashMap<>();

  /**
   * A store.
   *
   * @param directory how the names of its files start: see {@link Namespace}
   * @param lease is taken by each open main file
   */
  MountedStore(
      String directory, Databases databases, MountPolicy policy, Lease lease, Stores stores) {
    this.directory = directory;
    this.databases = databases;
    this.policy = policy;
    this.lease = lease;
    this.stores = stores;
    superJournals = policy.view(databases.superJournals());
  }

  /** Ends a lease. */
  public void giveBack() {
    lease.giveBack();
  }

  ChunkStore superJournals() {
    return superJournals;
  }

  /** The directory of its files' names. */
  public String directory() {
    return directory;
  }

  /** The name of a database's main file. */
  public String name(String database) {
    return directory + FileNames.SEPARATOR + FileNames.escape(database);
  }

  /** The names of its databases, for people. */
  public String listed() {
    List<String> names = databases.names();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  Databases databases() {
    return databases;
  }

  MountPolicy policy() {
    return policy;
  }

  /** The files of a database, if there is one of that name. */
  public synchronized Optional<DatabaseFiles> files(String database) {
    DatabaseFiles known = files.get(database);
    return known != null
        ? Optional.of(known)
        : databases.find(database).map(chunks -> mount(database, chunks));
  }

  private DatabaseFiles mount(String database, ChunkStore chunks) {
    DatabaseFiles mounted = new DatabaseFiles(policy.view(chunks), policy, lease);
    files.put(database, mounted);
    return mounted;
  }

  private synchronized DatabaseFiles create(String database) {
    return files(database).orElseGet(() -> mount(database, databases.create(database)));
  }

  /** One file of one of its databases. */
  NamedFile file(String database, FileTag tag) {
    return new DatabaseFile(database, tag);
  }

  private final class DatabaseFile implements NamedFile {
    private final String database;
    private final FileTag tag;

    DatabaseFile(String database, FileTag tag) {
      this.database = database;
      this.tag = tag;
    }

    @Override
    public Optional<OpenFile> open(boolean create) {
      return traced(FileCall.OPEN, () -> opened(create));
    }

    private <T> T traced(FileCall call, Supplier<T> made) {
      Optional<Trace> trace = policy.trace();
      return trace.isPresent() ? trace.get().called(tag, call, made) : made.get();
    }

    /** A main file that SQLite would damage is not opened. */
    private Optional<OpenFile> opened(boolean create) {
      if (tag == FileTag.MAIN) {
        files(database).ifPresent(this::prepare);
      }
      if (create && tag == FileTag.MAIN && !policy.isReadOnly()) {
        return Optional.of(create(database).openOrCreate(tag));
      }
      // A database into which nobody has written has no main file, and is an empty one.
      boolean anew = create || isReadOnly();
      return files(database)
          .flatMap(found -> anew ? Optional.of(found.openOrCreate(tag)) : found.open(tag));
    }

    /** SQLite does not roll back what it must not write. */
    private void prepare(DatabaseFiles found) {
      found.requireSafe();
      if (policy.isReadOnly() && found.main().isEmpty() && found.exists(FileTag.JOURNAL)) {
        stores.rollBack(found.chunks());
      }
    }

    @Override
    public boolean exists() {
      return traced(
          FileCall.ACCESS, () -> files(database).map(found -> found.exists(tag)).orElse(false));
    }

    @Override
    public boolean delete(Durability durability) {
      return traced(
          FileCall.DELETE,
          () -> files(database).map(found -> found.delete(tag, durability)).orElse(false));
    }

    @Override
    public boolean isReadOnly() {
      return tag == FileTag.MAIN && policy.isReadOnly();
    }
  }
}
