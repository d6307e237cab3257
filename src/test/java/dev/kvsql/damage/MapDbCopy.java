package dev.kvsql.damage;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.Iterator;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** Databases as store files. */
final class MapDbCopy {
  private MapDbCopy() {}

  /**
   * Makes a store file of what is in a store. Its checksums are what they are there, so they are
   * written by MapDB itself: kvsql would make them fit.
   */
  static void write(MemoryStore from, Path path) {
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(
          store.createDatabase("main", from.kept().isPresent() ? Checksums.CRC32C : Checksums.NONE),
          StoreContents.of(from.chunks()));
      StoreContents.fill(
          store.createDatabase("other", Checksums.CRC32C), StoreContents.of(from.chunks()));
    }
    from.kept()
        .ifPresent(kept -> {
          try (DB db = DBMaker.fileDB(path.toFile()).make()) {
            replace(db, kept.scan(KeyRange.ALL));
          }
        });
  }

  private static void replace(DB db, Iterator<Entry> checksums) {
    var map = db.treeMap(".crc32c.main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open();
    map.clear();
    checksums.forEachRemaining(entry -> map.put(entry.key(), entry.value()));
  }
}
