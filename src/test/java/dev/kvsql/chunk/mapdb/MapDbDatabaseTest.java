package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.ChunkStoreContract;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.StoreContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** The contract over what MapDB keeps. */
final class MapDbDatabaseTest {
  abstract static class Contract extends ChunkStoreContract {
    @TempDir Path dir;
    private final List<MapDbStore> open = new ArrayList<>();

    Path newPath() {
      return dir.resolve(open.size() + ".kv");
    }

    MapDbStore closedAfterwards(MapDbStore store) {
      open.add(store);
      return store;
    }

    @AfterEach
    void closeStores() {
      open.forEach(MapDbStore::close);
    }
  }

  @Nested
  final class JustCreated extends Contract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      ChunkStore database = closedAfterwards(MapDbStore.create(newPath())).createDatabase("main");
      StoreContents.fill(database, entries);
      return database;
    }
  }

  @Nested
  final class Reopened extends Contract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      Path path = newPath();
      try (MapDbStore store = MapDbStore.create(path)) {
        StoreContents.fill(store.createDatabase("main"), entries);
      }
      return closedAfterwards(MapDbStore.open(path, Access.WRITE)).database("main");
    }
  }

  /** Whatever the contract does with chunks, their checksums follow. */
  @Nested
  final class WithChecksums extends Contract {
    private final List<MapDbStore> stores = new ArrayList<>();

    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      MapDbStore store = closedAfterwards(MapDbStore.create(newPath()));
      stores.add(store);
      ChunkStore database = store.createDatabase("main", Checksums.CRC32C);
      StoreContents.fill(database, entries);
      return database;
    }

    @AfterEach
    void everyChunkHasItsChecksum() {
      assertThat(stores)
          .allSatisfy(store ->
              assertThat(KeptChecksums.of(store, "main"))
                  .isEqualTo(KeptChecksums.expected(store.database("main"))));
    }
  }

  /** A map of another program, which keeps values in the nodes. */
  @Nested
  final class MadeByMapDb extends Contract {
    @Override
    protected ChunkStore storeWith(List<Entry> entries) {
      Path path = newPath();
      try (DB db = DBMaker.fileDB(path.toFile()).make()) {
        var map = db.treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
        entries.forEach(entry -> map.put(entry.key(), entry.value()));
      }
      return closedAfterwards(MapDbStore.open(path, Access.WRITE)).database("main");
    }
  }
}
