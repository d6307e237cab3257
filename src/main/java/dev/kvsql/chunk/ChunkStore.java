package dev.kvsql.chunk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of one database: an ordered map with atomic batches. Keys compare as unsigned
 * bytes.
 *
 * <p>Every implementation owes the same:
 *
 * <ul>
 *   <li>A batch is seen whole or not at all, by readers now and by whoever opens the store after a
 *       crash. When {@link #apply} throws, nothing of the batch is there.
 *   <li>Arrays given out belong to the caller; arrays of a batch belong to the store.
 *   <li>A batch may be larger than memory: its operations are walked one by one, as often as need
 *       be, and not after {@link #apply} has returned. What walking them throws fails the batch.
 *   <li>A scan that runs while a batch is applied may end with a {@link
 *       java.util.ConcurrentModificationException}; it never mixes up keys and values.
 *   <li>Failures are {@link StoreException}s. Calls from several threads are fine.
 * </ul>
 */
public interface ChunkStore {
  /** The value of a key, or null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** The entries of a range in the order of their keys, read as the iterator moves on. */
  Iterator<Entry> scan(KeyRange range);

  /**
   * Where the store that this database is part of keeps its super-journals, by name: those of
   * transactions over several of its databases (sqlite.org/atomiccommit.html, "Multi-file Commit").
   * A database that is part of no store has none, and takes none.
   */
  default ChunkStore superJournals() {
    return NoChunks.INSTANCE;
  }

  /**
   * Carries out a batch; one without operations that is forced makes the lazy ones before durable.
   */
  void apply(WriteBatch batch, Durability durability);
}
