package dev.kvsql.damage.library;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.damage.library.DamagedStore.Maker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** How stores of the library are made. */
public final class Making {
  static final int CHUNK = StoreKey.CHUNK_BYTES;

  private Making() {}

  /** Makes a database. */
  interface Building {
    Damage build() throws Exception;
  }

  /** A store with one database. */
  static Maker database(Building building) {
    return databases(Map.of(Store.DEFAULT_DATABASE, building));
  }

  static Maker databases(Map<String, Building> databases) {
    return path -> {
      try (Store store = MapDbStore.create(path)) {
        for (Map.Entry<String, Building> database : new TreeMap<>(databases).entrySet()) {
          StoreContents.fill(
              store.createDatabase(database.getKey()),
              StoreContents.of(database.getValue().build().store()));
        }
      }
    };
  }

  /** Where the dump of a cache is that goes with a store. */
  public static Path cacheOf(Path store) {
    return Path.of(store + ".cache.jsonl");
  }

  /** A store with one database, and beside it the dump of a process's cache of it. */
  static Maker cached(Building store, Building cache) {
    return path -> {
      database(store).make(path);
      try (OutputStream out = Files.newOutputStream(cacheOf(path))) {
        KvDump.write(cache.build().store().scan(KeyRange.ALL), out);
      }
    };
  }

  /** A store whose database keeps checksums, and is then changed by a program that does not. */
  static Maker checksummed(Building building, Consumer<SortedMap<byte[], byte[]>> change) {
    return path -> {
      try (Store store = MapDbStore.create(path)) {
        StoreContents.fill(
            store.createDatabase(Store.DEFAULT_DATABASE, Checksums.CRC32C),
            StoreContents.of(building.build().store()));
      }
      try (DB db = DBMaker.fileDB(path.toFile()).make()) {
        change.accept(
            db.treeMap(Store.DEFAULT_DATABASE, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
                .open());
      }
    };
  }

  /** A checksum that is not that of any chunk of these databases. */
  static Maker withChecksumOf(Building building, long chunk) {
    return path -> {
      checksummed(building, chunks -> {}).make(path);
      try (DB db = DBMaker.fileDB(path.toFile()).make()) {
        db.treeMap(".crc32c.main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
            .open()
            .put(StoreKey.chunk(FileTag.MAIN, chunk), ChecksumMap.checksum(new byte[1]));
      }
    };
  }

  /** A store file whose bytes are changed. */
  static Maker file(Maker maker, Change change) {
    return path -> {
      maker.make(path);
      Files.write(path, change.apply(Files.readAllBytes(path)));
    };
  }

  /** Changes the bytes of a file. */
  interface Change {
    byte[] apply(byte[] bytes) throws IOException;
  }

  /** Files as they are on disk while a store is open that has commits in its log. */
  static Maker killed(Building building, WriteBatch... commits) {
    return path -> {
      Path open = path.resolveSibling("open.kv");
      database(building).make(open);
      try (Store store = MapDbStore.open(open, Access.WRITE)) {
        ChunkStore main = store.database(Store.DEFAULT_DATABASE);
        for (WriteBatch commit : commits) {
          main.apply(commit, Durability.FORCED);
        }
        Files.copy(open, path);
        Files.copy(log(open), log(path));
      }
      Files.delete(open);
    };
  }

  static Path log(Path store) {
    return store.resolveSibling(store.getFileName() + ".redo");
  }

  /** A store as MapDB leaves it when its process ends without closing it. */
  static Maker notClosed(Building building) {
    return path -> {
      Path open = path.resolveSibling("open.kv");
      try (DB db = DBMaker.fileDB(open.toFile()).make()) {
        SortedMap<byte[], byte[]> map =
            db.treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
                .valuesOutsideNodesEnable()
                .create();
        for (Entry entry : StoreContents.of(building.build().store())) {
          map.put(entry.key(), entry.value());
        }
        Files.copy(open, path);
      }
      Files.delete(open);
    };
  }

  static byte[] random(int bytes, long seed) {
    byte[] random = new byte[bytes];
    new Random(seed).nextBytes(random);
    return random;
  }

  static byte[] filled(int bytes, int with) {
    byte[] filled = new byte[bytes];
    Arrays.fill(filled, (byte) with);
    return filled;
  }

  /** A table of so many rows with an index, in pages of that size. */
  static Damage table(int pageSize, int rows, int bytes) throws Exception {
    return table("PRAGMA page_size=" + pageSize, rows, bytes);
  }

  /** A table of so many rows with an index. */
  static Damage table(String pragma, int rows, int bytes) throws Exception {
    return Damage.database(
        pragma,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE INDEX i ON t(substr(body, 1, 9))",
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO t SELECT i, printf('%%06d', i * 7919 %% 1000) || printf('%%.*c', %d, 'x') FROM n\
        """
            .formatted(rows, bytes));
  }
}
