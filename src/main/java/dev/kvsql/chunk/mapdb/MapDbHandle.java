package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;

/**
 * MapDB on a durable volume: reads, and changes that are there whole or not at all. MapDB itself
 * cannot take a change back, so after a failure the volume goes back to its last commit and MapDB
 * opens it anew. Threads may share it: many read, or one changes.
 */
final class MapDbHandle {
  /** Kept, because a logger that nobody keeps forgets its level. */
  private static final Logger MAPDB = Logger.getLogger("org.mapdb");

  private final String name;
  private final StoreVolume volume;
  private final Runnable onReopen;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** The databases with commits since the last one that was forced. */
  private final Set<String> lazyWriters = new HashSet<>();

  private @Nullable DB db;

  /**
   * Opens MapDB on a volume.
   *
   * @param name of the store, for messages
   * @param exists whether there is a store in the volume
   * @param onReopen forgets every collection that was opened; they belong to a MapDB that is gone
   */
  MapDbHandle(String name, StoreVolume volume, boolean exists, Runnable onReopen) {
    this.name = name;
    this.volume = volume;
    this.onReopen = onReopen;
    db = openDb(exists);
  }

  /** The calling thread goes on to another call of MapDB, which may read a bounded amount. */
  void nextCall() {
    volume.renewBudget();
  }

  /** Reads, while nobody writes. */
  <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      db();
      nextCall();
      return read.get();
    } catch (ConcurrentModificationException e) {
      throw e;
    } catch (Exception | Error e) {
      throw MapDbFailure.reading(name, "cannot be read", volume.length(), e);
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
    lock.writeLock().lock();
    try {
      db();
      nextCall();
      DurableVolume durable = durable();
      try {
        durable.requireBoundedLog();
        change.run();
        commit(durable, durability);
        committed(writer, durability);
      } catch (Exception | Error e) {
        rollBack(durable, e);
        throw MapDbFailure.changing(name, e);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * MapDB's own commit does no more than compute the checksum of its header, over 32 KiB. Until a
   * checkpoint nobody needs it: a store with a log is opened without that check, and the log has
   * every page of the header, with checksums of its own.
   */
  private void commit(DurableVolume durable, Durability durability) throws IOException {
    if (durable.isChanged()) {
      durable.prepare();
      if (durable.isCheckpointDue()) {
        durable.seal();
        db().commit();
      }
    }
    durable.commit(durability);
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
  void takeBackLazyCommits(String database) {
    lock.writeLock().lock();
    try {
      if (lazyWriters.equals(Set.of(database))) {
        db = null;
        onReopen.run();
        durable().rollbackToForced();
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

  /** The collections as MapDB has them now; to be used while reading or changing only. */
  Catalog catalog() {
    return new Catalog(db());
  }

  /** MapDB caches maps by name: a changed catalog needs a new handle. */
  void reopen() {
    db().commit();
    db = openDb(true);
    onReopen.run();
  }

  /** Closes MapDB and the volume; what was committed lazily is durable afterwards. */
  void close() {
    lock.writeLock().lock();
    try {
      DB open = db;
      if (open == null) {
        return;
      }
      // MapDB itself is not closed: it has nothing but memory.
      db = null;
      if (volume instanceof DurableVolume durable) {
        shutDown(open, durable);
      }
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
    }
  }

  private static void shutDown(DB open, DurableVolume durable) throws IOException {
    if (durable.needsSeal()) {
      durable.prepare();
      durable.seal();
      open.commit();
      durable.commitLast();
    }
    durable.shutDown();
  }

  private DurableVolume durable() {
    if (volume instanceof DurableVolume durable) {
      return durable;
    }
    throw new StoreException.Failed(name + ": is open for reading only", null);
  }

  private void rollBack(DurableVolume durable, Throwable cause) {
    db = null;
    onReopen.run();
    try {
      durable.rollback();
      db = openDb(true);
    } catch (Exception | Error e) {
      cause.addSuppressed(e);
    }
  }

  private Optional<String> cutShort() {
    long counted = volume.countedLength();
    return counted > volume.length()
        ? Optional.of(
            "cut short: its header counts %,d bytes, it has %,d"
                .formatted(counted, volume.fileBytes()))
        : Optional.empty();
  }

  private DB db() {
    DB open = db;
    if (open == null) {
      throw new StoreException.Failed(name + ": is closed", null);
    }
    return open;
  }

  private DB openDb(boolean exists) {
    // The handle's own lock keeps readers and the one writer apart.
    DBMaker.Maker maker = DBMaker.volumeDB(volume, exists).concurrencyDisable();
    if (volume.hasLog()) {
      // It warns of the checksum that it is told not to look at.
      MAPDB.setLevel(Level.OFF);
      maker.checksumHeaderBypass();
    }
    nextCall();
    try {
      return volume.isReadOnly() ? maker.readOnly().make() : maker.make();
    } catch (DBException.DataCorruption e) {
      throw new StoreException.Damaged(
          name + ": not closed cleanly by the program that wrote it: " + MapDbFailure.problem(e),
          e);
    } catch (Exception | Error e) {
      throw cutShort()
          .<StoreException>map(cut -> new StoreException.Damaged(name + ": " + cut, e))
          .orElseGet(() -> MapDbFailure.reading(name, "cannot be opened", volume.length(), e));
    }
  }
}
