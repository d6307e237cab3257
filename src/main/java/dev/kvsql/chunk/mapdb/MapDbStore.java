package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;

/**
 * A store in a MapDB 3 file: each database is a {@code BTreeMap<byte[],byte[]>} of that name. Maps
 * are opened with explicit serializers only, so nothing in a file makes the JVM load a class.
 *
 * <p>May be shared by threads: many read, or one writes. When a batch fails, the store goes back to
 * its last commit.
 */
public final class MapDbStore implements Store {
  private final String name;
  private final DurableVolume volume;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, MapDbDatabase> opened = new ConcurrentHashMap<>();
  /** The databases with commits since the last one that was forced. */
  private final Set<String> lazyWriters = new HashSet<>();

  private @Nullable DB db;

  private MapDbStore(String name, DurableVolume volume, boolean exists) {
    this.name = name;
    this.volume = volume;
    db = openDb(exists);
  }

  /**
   * Opens an existing store.
   *
   * @throws StoreException.Missing when there is no store at that path
   * @throws StoreException.Locked when another process has it
   * @throws StoreException.Damaged when it was not closed cleanly by the program that wrote it
   */
  public static MapDbStore open(Path path, Access access) {
    MapDbStore store = start(path.toString(), StoreFiles.open(path, access), true);
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
    StoreFiles files = StoreFiles.create(path);
    try {
      MapDbStore store = start(path.toString(), files, false);
      store.changing(() -> {});
      files.forceDirectory();
      return store;
    } catch (IOException e) {
      files.close();
      removeAfter(path, e);
      throw new StoreException.Failed(path + ": cannot be created: " + StoreFiles.reason(e), e);
    } catch (RuntimeException e) {
      files.close();
      removeAfter(path, e);
      throw e;
    }
  }

  /** Removes a store's files, which must not be open; does nothing when there are none. */
  public static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(StoreFiles.logPath(path));
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be removed: " + StoreFiles.reason(e), e);
    }
  }

  private static MapDbStore start(String name, StoreFiles files, boolean exists) {
    DurableVolume volume;
    try {
      volume = new DurableVolume(files);
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
    return reading(() -> catalog().databases());
  }

  @Override
  public ChunkStore database(String database) {
    if (!databases().contains(database)) {
      throw new StoreException.Missing(
          name + ": no database " + database + "; it has " + listed(databases()));
    }
    return handle(database);
  }

  @Override
  public ChunkStore createDatabase(String database) {
    requireName(database);
    changing(() -> newMap(database));
    return handle(database);
  }

  @Override
  public Replacement replaceDatabase(String database) {
    requireName(database);
    String staged = Catalog.STAGED + database;
    changing(() -> newMap(staged));
    return new Staged(database, staged);
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    lock.writeLock().lock();
    try {
      DB open = db;
      if (open == null) {
        return;
      }
      db = null;
      open.close();
      volume.shutDown();
    } catch (IOException e) {
      throw new StoreException.Failed(
          name
              + ": could not be tidied up on closing: "
              + StoreFiles.reason(e)
              + "; nothing is lost, keep "
              + StoreFiles.logPath(Path.of(name))
              + " beside it",
          e);
    } finally {
      volume.release();
      lock.writeLock().unlock();
      restore(interrupted);
    }
  }

  /** Reads, while nobody writes. */
  <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      db();
      return read.get();
    } catch (StoreException | ConcurrentModificationException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw new StoreException.Failed(name + ": cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException | AssertionError e) {
      throw new StoreException.Damaged(
          name + ": MapDB cannot read it (" + e + "); try: kvsql check " + name, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Changes, then commits durably; when either fails, everything is as before. */
  void changing(Runnable change) {
    changing("", change, Durability.FORCED);
  }

  /**
   * Changes, then commits; when either fails, everything is as before.
   *
   * @param writer the database whose change it is
   */
  void changing(String writer, Runnable change, Durability durability) {
    // An interrupt during I/O would close the channels, and with them give up the lock.
    boolean interrupted = Thread.interrupted();
    lock.writeLock().lock();
    try {
      DB open = db();
      if (volume.isReadOnly()) {
        throw new StoreException.Failed(name + ": is open for reading only", null);
      }
      try {
        change.run();
        if (volume.isChanged()) {
          open.commit();
        }
        volume.commit(durability);
        committed(writer, durability);
      } catch (IOException | RuntimeException | Error e) {
        rollBack(e);
        throw asFailure(e);
      }
    } finally {
      lock.writeLock().unlock();
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void committed(String writer, Durability durability) {
    switch (durability) {
      case FORCED -> lazyWriters.clear();
      case LAZY -> lazyWriters.add(writer);
    }
  }

  /**
   * Takes back what was lazily committed if it is one database's alone. That needs no room on the
   * disk, and gives some back.
   */
  private void takeBackLazyCommits(String database) {
    lock.writeLock().lock();
    try {
      if (lazyWriters.equals(Set.of(database))) {
        db = null;
        opened.values().forEach(MapDbDatabase::forget);
        volume.rollbackToForced();
        lazyWriters.clear();
        db = openDb(true);
      }
    } catch (IOException e) {
      throw new StoreException.Failed(
          name + ": cannot go back to its last commit: " + StoreFiles.reason(e), e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The map behind a database's name, as MapDB has it now. */
  BTreeMap<byte[], byte[]> map(String database) {
    return catalog().map(database);
  }

  private void rollBack(Throwable cause) {
    db = null;
    opened.values().forEach(MapDbDatabase::forget);
    try {
      volume.rollback();
      db = openDb(true);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private StoreException asFailure(Throwable e) {
    return switch (e) {
      case StoreException known -> known;
      case IOException io ->
          new StoreException.Failed(
              name + ": cannot be written: " + StoreFiles.reason(io) + "; nothing was changed", io);
      default -> new StoreException.Failed(name + ": cannot be written: " + e, e);
    };
  }

  private DB db() {
    DB open = db;
    if (open == null) {
      throw new StoreException.Failed(name + ": is closed", null);
    }
    return open;
  }

  private DB openDb(boolean exists) {
    DBMaker.Maker maker = DBMaker.volumeDB(volume, exists);
    try {
      return volume.isReadOnly() ? maker.readOnly().make() : maker.make();
    } catch (DBException.DataCorruption e) {
      throw new StoreException.Damaged(
          name + ": not closed cleanly by the program that wrote it: " + e.getMessage(), e);
    } catch (RuntimeException | AssertionError e) {
      throw new StoreException.Damaged(name + ": MapDB cannot open it: " + e, e);
    }
  }

  private MapDbDatabase handle(String database) {
    return opened.computeIfAbsent(database, key -> new MapDbDatabase(this, key));
  }

  private void newMap(String database) {
    if (catalog().contains(database)) {
      throw new StoreException.Failed(name + ": has a database " + database + " already", null);
    }
    catalog().create(database);
  }

  private void dropStaged() {
    try {
      reading(() -> catalog().staged()).forEach(staged -> changing(() -> drop(staged)));
    } catch (StoreException.Failed e) {
      // They stay hidden, and the next open for writing tries again: the disk may be full now.
    }
  }

  private void drop(String database) {
    catalog().remove(database);
    reopen();
  }

  private Catalog catalog() {
    return new Catalog(db());
  }

  /** MapDB caches maps by name: a changed catalog needs a new handle. */
  private void reopen() {
    db().commit();
    db = openDb(true);
    opened.values().forEach(MapDbDatabase::forget);
  }

  private void requireName(String database) {
    boolean fits =
        !database.isEmpty()
            && database.length() <= 200
            && !database.startsWith(".")
            && database.chars().noneMatch(c -> c == '#' || Character.isISOControl(c));
    if (!fits) {
      throw new StoreException.Missing(
          name + ": a database's name has 1 to 200 characters, no # and no dot in front");
    }
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static void removeAfter(Path path, Exception cause) {
    try {
      remove(path);
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
      return handle(staged);
    }

    @Override
    public void publish() {
      changing(
          () -> {
            if (catalog().contains(database)) {
              drop(database);
            }
            catalog().rename(staged, database);
            reopen();
          });
      done = true;
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        takeBackLazyCommits(staged);
        changing(() -> drop(staged));
      }
    }
  }
}
