package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checksums that a database keeps, and those that it should. */
final class KeptChecksums {
  private KeptChecksums() {}

  static List<Entry> of(MapDbStore store, String database) {
    List<Entry> kept = new ArrayList<>();
    store.checksums(database).orElseThrow().scan().forEachRemaining(kept::add);
    return kept;
  }

  /** One for each chunk, and none for anything else. */
  static List<Entry> expected(ChunkStore database) {
    return expected(StoreContents.of(database));
  }

  static List<Entry> expected(List<Entry> contents) {
    return contents.stream()
        .filter(entry -> StoreKey.parse(entry.key()) instanceof StoreKey.Chunk)
        .map(entry -> new Entry(entry.key(), ChecksumMap.checksum(entry.value())))
        .toList();
  }

  /** What a store that is not open keeps for its database main. */
  static List<Entry> in(Path path, Access access) {
    try (MapDbStore store = MapDbStore.open(path, access)) {
      return of(store, "main");
    }
  }
}
