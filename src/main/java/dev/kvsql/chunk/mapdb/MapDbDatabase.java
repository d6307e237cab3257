package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DBException;

/** One database of a {@link MapDbStore}. */
final class MapDbDatabase implements ChunkStore {
  private final MapDbHandle handle;
  private final String name;
  private volatile @Nullable BTreeMap<byte[], byte[]> map;
  private final Companion checksums;
  private final AtomicLong changes = new AtomicLong();
  private final Supplier<ChunkStore> superJournals;

  /**
   * @param superJournals where the store keeps them
   */
  MapDbDatabase(MapDbHandle handle, String name, Supplier<ChunkStore> superJournals) {
    this.handle = handle;
    this.name = name;
    this.superJournals = superJournals;
    checksums = new Companion(handle, name);
  }

  /** Opens the map anew at the next use, and ends the scans of the one before. */
  void forget() {
    changes.incrementAndGet();
    map = null;
    checksums.forget();
  }

  /** The checksums of its chunks, if it keeps any. */
  Optional<ChecksumMap> checksums() {
    boolean kept = handle.reading(() -> handle.catalog().hasChecksums(name));
    return kept ? Optional.of(this::scanChecksums) : Optional.empty();
  }

  private Iterator<Entry> scanChecksums(KeyRange range) {
    long expected = changes.get();
    return new Scan(
        handle.reading(
            () -> MapRange.of(checksums.map().orElseThrow(), range).entrySet().iterator()),
        expected);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return handle.<byte @Nullable []>reading(() -> map().get(key));
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    long expected = changes.get();
    return new Scan(
        handle.reading(() -> MapRange.of(map(), range).entrySet().iterator()), expected);
  }

  @Override
  public ChunkStore superJournals() {
    return superJournals.get();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    handle.changing(name, () -> batch.operations().forEach(this::carryOut), durability);
  }

  private void carryOut(WriteBatch.Operation operation) {
    changes.incrementAndGet();
    handle.nextCall();
    switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) -> {
        map().put(key, value);
        checksums.put(key, value);
      }
      case WriteBatch.Delete(byte[] key) -> {
        map().remove(key);
        checksums.remove(key);
      }
      case WriteBatch.DeleteRange(KeyRange range) -> {
        MapRange.clear(map(), range, handle::nextCall);
        checksums.clear(range);
      }
    }
  }

  private BTreeMap<byte[], byte[]> map() {
    BTreeMap<byte[], byte[]> open = map;
    if (open == null) {
      open = handle.catalog().map(name);
      map = open;
    }
    return open;
  }

  private final class Scan implements Iterator<Entry> {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private final long expected;
    private final MapRange.Ascent ascent = new MapRange.Ascent();

    Scan(Iterator<Map.Entry<byte[], byte[]>> entries, long expected) {
      this.entries = entries;
      this.expected = expected;
    }

    @Override
    public boolean hasNext() {
      return handle.reading(() -> {
        requireUnchanged();
        return entries.hasNext();
      });
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return handle.reading(() -> {
        requireUnchanged();
        Map.Entry<byte[], byte[]> entry = entries.next();
        ascent.to(entry.getKey());
        byte @Nullable [] value = entry.getValue();
        if (value == null) {
          throw new DBException.DataCorruption("a value is no longer there");
        }
        return new Entry(entry.getKey(), value);
      });
    }

    private void requireUnchanged() {
      if (changes.get() != expected) {
        throw new ConcurrentModificationException("the store changed during the scan");
      }
    }
  }
}
