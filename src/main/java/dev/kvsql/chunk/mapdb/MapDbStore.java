package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in a MapDB 3 file: each database is a {@code BTreeMap<byte[],byte[]>} of that name. Maps
 * are opened with explicit serializers only, so nothing in a file makes the JVM load a class.
 *
 * <p>May be shared by threads: many read, or one writes. When a batch fails, the store goes back to
 * its last commit.
 */
public final class MapDbStore implements Store {
  /** What {@link #isNewName} asks for, in words. */
  public static final String NAME_RULE =
      "a database's name has 1 to 200 characters, no # and no dot in front";

  private final String name;
  private final StoreVolume volume;
  private final MapDbHandle handle;
  private final Map<String, MapDbDatabase> opened = new ConcurrentHashMap<>();

  private MapDbStore(String name, StoreVolume volume, boolean exists) {
    this.name = name;
    this.volume = volume;
    handle =
        new MapDbHandle(name, volume, exists, () -> opened.values().forEach(MapDbDatabase::forget));
  }

  /** Opens an existing store unless another process has it now. */
  public static MapDbStore open(Path path, Access access) {
    return open(path, access, Duration.ZERO);
  }

  /**
   * Opens an existing store.
   *
   * @param patience how long to wait for another process to let it go
   * @throws StoreException.Missing when there is no store at that path
   * @throws StoreException.Locked when another process has it, still
   * @throws StoreException.LogRefused when its redo log is damaged or another store's
   * @throws StoreException.Damaged when it was not closed cleanly by the program that wrote it
   */
  public static MapDbStore open(Path path, Access access, Duration patience) {
    return open(Medium.LOCAL, path, access, patience);
  }

  static MapDbStore open(Medium medium, Path path, Access access, Duration patience) {
    StoreFiles files = StoreFiles.open(medium.disk(), path, access, patience);
    MapDbStore store = start(path.toString(), files, medium, true);
    try {
      if (access == Access.WRITE) {
        store.dropStaged();
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Creates a store without databases; the file must not exist.
   *
   * @throws StoreException.Failed when something is there already, or the disk refuses
   */
  public static MapDbStore create(Path path) {
    return create(Medium.LOCAL, path);
  }

  static MapDbStore create(Medium medium, Path path) {
    StoreFiles files = StoreFiles.create(medium.disk(), path);
    try {
      MapDbStore store = start(path.toString(), files, medium, false);
      store.handle.changing(() -> {});
      return store;
    } catch (RuntimeException e) {
      files.close();
      removeAfter(medium.disk(), path, e);
      throw e;
    }
  }

  /** Whether there is a regular file at that path that starts as a store does. */
  public static boolean isStore(Path path) {
    return Files.isRegularFile(path) && StoreFiles.isStore(path);
  }

  /** Removes a store's files, which must not be open; does nothing when there are none. */
  public static void remove(Path path) {
    remove(Medium.LOCAL.disk(), path);
  }

  private static void remove(Disk disk, Path path) {
    try {
      disk.delete(path);
      disk.delete(StoreFiles.logPath(path));
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be removed: " + StoreFiles.reason(e), e);
    }
  }

  private static MapDbStore start(String name, StoreFiles files, Medium medium, boolean exists) {
    StoreVolume volume;
    try {
      volume =
          switch (files.access()) {
            case READ -> new SnapshotVolume(files);
            case WRITE -> new DurableVolume(files, medium);
          };
    } catch (BrokenFramesException e) {
      files.close();
      throw files.refused(e);
    } catch (IOException e) {
      files.close();
      throw new StoreException.Failed(name + ": cannot be read: " + StoreFiles.reason(e), e);
    }
    try {
      return new MapDbStore(name, volume, exists);
    } catch (RuntimeException e) {
      volume.release();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OptionalLong pendingLogBytes() {
    long bytes = volume.foundLogBytes();
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @Override
  public List<String> databases() {
    return handle.reading(() -> handle.catalog().databases());
  }

  @Override
  public ChunkStore database(String database) {
    requireDatabase(database);
    return opened(database);
  }

  private void requireDatabase(String database) {
    if (!databases().contains(database)) {
      throw StoreException.Missing.database(name, database, databases());
    }
  }

  @Override
  public Optional<ChecksumMap> checksums(String database) {
    requireDatabase(database);
    return opened(database).checksums();
  }

  @Override
  public ChunkStore createDatabase(String database, Checksums checksums) {
    requireName(database);
    handle.changing(() -> newMap(database, checksums));
    return opened(database);
  }

  /** Makes a database of a name that another program gave it. */
  ChunkStore createDatabaseAsNamed(String database, Checksums checksums) {
    handle.changing(() -> newMap(database, checksums));
    return opened(database);
  }

  @Override
  public Replacement replaceDatabase(String database, Checksums checksums) {
    requireName(database);
    String staged = Catalog.STAGED + database;
    handle.changing(() -> {
      Catalog catalog = handle.catalog();
      boolean kept = catalog.contains(database) && catalog.hasChecksums(database);
      newMap(staged, kept ? Checksums.CRC32C : checksums);
    });
    return new Staged(database, staged);
  }

  @Override
  public void close() {
    handle.close();
  }

  private MapDbDatabase opened(String database) {
    return opened.computeIfAbsent(
        database, key -> new MapDbDatabase(handle, key, this::superJournals));
  }

  @Override
  public ChunkStore superJournals() {
    return new SuperJournalMap(handle, opened(SuperJournalMap.NAME));
  }

  private void newMap(String database, Checksums checksums) {
    if (handle.catalog().contains(database)) {
      throw new StoreException.Failed(name + ": has a database " + database + " already", null);
    }
    // Another program may have removed a database and not its checksums.
    if (handle.catalog().hasChecksums(database)) {
      drop(database);
    }
    handle.catalog().create(database, checksums);
  }

  private void dropStaged() {
    try {
      handle
          .reading(() -> handle.catalog().staged())
          .forEach(staged -> handle.changing(() -> drop(staged)));
    } catch (StoreException.Failed e) {
      // They stay hidden, and the next open for writing tries again: the disk may be full now.
    }
  }

  private void drop(String database) {
    handle.catalog().remove(database, handle::nextCall);
    handle.reopen();
  }

  private void requireName(String database) {
    if (!isNewName(database)) {
      throw new StoreException.Missing(name + ": " + NAME_RULE);
    }
  }

  /** Whether a database that is made may have this name; those of others may have any. */
  public static boolean isNewName(String database) {
    return !database.isEmpty()
        && database.length() <= 200
        && !database.startsWith(".")
        && database.chars().noneMatch(c -> c == '#' || Character.isISOControl(c));
  }

  private static void removeAfter(Disk disk, Path path, Exception cause) {
    try {
      remove(disk, path);
    } catch (StoreException.Failed e) {
      cause.addSuppressed(e);
    }
  }

  /** A database that is being filled under a name of its own. */
  private final class Staged implements Replacement {
    private final String database;
    private final String staged;
    private boolean done;

    Staged(String database, String staged) {
      this.database = database;
      this.staged = staged;
    }

    @Override
    public ChunkStore chunks() {
      return opened(staged);
    }

    @Override
    public void publish() {
      handle.changing(() -> {
        drop(database);
        handle.catalog().rename(staged, database);
        handle.reopen();
      });
      done = true;
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        handle.takeBackLazyCommits(staged);
        handle.changing(() -> drop(staged));
      }
    }
  }
}
