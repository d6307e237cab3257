package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;

/**
 * The checksums beside a database's map, if it keeps any: follows each change of the map, within
 * the same batch. To be used while reading or changing only.
 */
final class Companion {
  private final MapDbHandle handle;
  private final String database;
  private volatile @Nullable Opened opened;

  private record Opened(Optional<BTreeMap<byte[], byte[]>> map) {}

  Companion(MapDbHandle handle, String database) {
    this.handle = handle;
    this.database = database;
  }

  /** Looks for the map anew at the next use. */
  void forget() {
    opened = null;
  }

  /** Where the checksums are, if the database keeps any. */
  Optional<BTreeMap<byte[], byte[]>> map() {
    Opened known = opened;
    if (known == null) {
      known = new Opened(handle.catalog().checksums(database));
      opened = known;
    }
    return known.map;
  }

  /** A value was put. */
  void put(byte[] key, byte[] value) {
    if (isKeptFor(key)) {
      map().orElseThrow().put(key, ChecksumMap.checksum(value));
    }
  }

  /** A key was removed. */
  void remove(byte[] key) {
    if (isKeptFor(key)) {
      map().orElseThrow().remove(key);
    }
  }

  /** A range was emptied. */
  void clear(KeyRange range) {
    map().ifPresent(checksums -> MapRange.clear(checksums, range, handle::nextCall));
  }

  private boolean isKeptFor(byte[] key) {
    return map().isPresent() && StoreKey.parse(key) instanceof StoreKey.Chunk;
  }
}
