package dev.kvsql.chunk.mapdb;

import static dev.kvsql.chunk.StoreContents.bytes;
import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.StoreModel;
import dev.kvsql.chunk.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** The checksums beside a database: what has one, and where they go. */
final class ChecksumsTest {
  private static final String CHUNK_0 = "0801010000000000";
  private static final String CHUNK_1 = "0801010000000001";
  private static final String META = "08010000";
  private static final List<Entry> SOME =
      List.of(entry("01", "aa"), entry(META, "bb"), entry(CHUNK_0, "01"), entry(CHUNK_1, "02"));

  @TempDir Path dir;

  @Test
  void onlyChunksHaveOne() {
    try (MapDbStore store = MapDbStore.create(dir.resolve("a.kv"))) {
      ChunkStore main = store.createDatabase("main", Checksums.CRC32C);
      StoreContents.fill(main, SOME);
      StoreContents.fill(main, List.of(entry("0801", "cc"), entry("0801010000000000ff", "dd")));
      assertThat(KeptChecksums.of(store, "main"))
          .containsExactly(entry(CHUNK_0, "a016d052"), entry(CHUNK_1, "b34623a6"));
    }
  }

  @Test
  void theyFollowEveryChangeOfAChunk() {
    try (MapDbStore store = MapDbStore.create(dir.resolve("a.kv"))) {
      ChunkStore main = store.createDatabase("main", Checksums.CRC32C);
      StoreContents.fill(main, SOME);
      apply(main, WriteBatch.builder().put(bytes(CHUNK_0), bytes("02")));
      assertThat(KeptChecksums.of(store, "main"))
          .containsExactly(entry(CHUNK_0, "b34623a6"), entry(CHUNK_1, "b34623a6"));
      apply(main, WriteBatch.builder().delete(bytes(CHUNK_0)).delete(bytes(META)));
      assertThat(KeptChecksums.of(store, "main")).containsExactly(entry(CHUNK_1, "b34623a6"));
      apply(
          main,
          WriteBatch.builder()
              .deleteRange(StoreKey.chunks(FileTag.MAIN))
              .put(bytes(CHUNK_0), bytes("01")));
      assertThat(KeptChecksums.of(store, "main")).containsExactly(entry(CHUNK_0, "a016d052"));
      apply(main, WriteBatch.builder().deleteRange(KeyRange.ALL));
      assertThat(KeptChecksums.of(store, "main")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseItselfIsTheSameWithAndWithoutThem(Checksums checksums) throws Exception {
    Path path = dir.resolve("a.kv");
    RandomBatches batches = new RandomBatches(7);
    StoreModel model = new StoreModel();
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore main = store.createDatabase("main", checksums);
      for (int step = 0; step < 50; step++) {
        WriteBatch batch = batches.next();
        model.apply(batch);
        apply(main, batch);
      }
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    KvDump.write(model.contents().iterator(), expected);
    assertThat(dumpByMapDb(path)).isEqualTo(expected.toByteArray());
  }

  /** The map as MapDB alone sees it, without a line of ours. */
  private static byte[] dumpByMapDb(Path path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DB db = DBMaker.fileDB(path.toFile()).readOnly().make()) {
      Iterator<Entry> entries =
          db
              .treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
              .open()
              .entrySet()
              .stream()
              .map(entry -> new Entry(entry.getKey(), entry.getValue()))
              .iterator();
      KvDump.write(entries, out);
    }
    return out.toByteArray();
  }

  @Test
  void theirMapIsNoDatabase() {
    Path path = dir.resolve("a.kv");
    fill(path, Checksums.CRC32C);
    for (Access access : Access.values()) {
      try (MapDbStore store = MapDbStore.open(path, access)) {
        assertThat(store.databases()).containsExactly("main");
        assertThatThrownBy(() -> store.database(".crc32c.main"))
            .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store.checksums("other"))
            .isInstanceOf(StoreException.Missing.class);
      }
    }
  }

  @Test
  void aDatabaseWithoutThemStaysWithout() {
    Path path = dir.resolve("a.kv");
    fill(path, Checksums.NONE);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreContents.fill(store.database("main"), SOME);
      assertThat(store.checksums("main")).isEmpty();
    }
    assertThat(maps(path)).isEqualTo("main");
  }

  @Test
  void aBatchThatFailsHalfWayLeavesThemAsTheyWere() {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore main = store.createDatabase("main", Checksums.CRC32C);
      StoreContents.fill(main, SOME);
      assertThatThrownBy(() -> main.apply(failingHalfWay(), Durability.FORCED))
          .isInstanceOf(StoreException.Failed.class);
      assertThat(KeptChecksums.of(store, "main")).isEqualTo(KeptChecksums.expected(SOME));
      StoreContents.fill(main, List.of(entry(CHUNK_0, "02")));
      assertThat(KeptChecksums.of(store, "main")).isEqualTo(KeptChecksums.expected(main));
    }
    assertThat(KeptChecksums.in(path, Access.READ))
        .containsExactly(entry(CHUNK_0, "b34623a6"), entry(CHUNK_1, "b34623a6"));
  }

  /** Replaces one chunk and deletes the other, and then cannot go on. */
  @SuppressWarnings("NullAway")
  private static WriteBatch failingHalfWay() {
    return WriteBatch.builder()
        .put(bytes(CHUNK_0), bytes("ff"))
        .delete(bytes(CHUNK_1))
        .put(new byte[] {1}, null)
        .build();
  }

  static LongStream seeds() {
    return Seeds.of(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverAKilledProcessLeavesTheyGoWithTheChunks(long seed) throws Exception {
    Path path = dir.resolve("a.kv");
    Path copy = dir.resolve("copy.kv");
    RandomBatches batches = new RandomBatches(seed);
    int compared = 0;
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore main = store.createDatabase("main", Checksums.CRC32C);
      byte[] log = StoreCopy.of(path).log();
      for (int step = 0; step < 12; step++) {
        main.apply(batches.next(), step % 3 == 0 ? Durability.FORCED : Durability.LAZY);
        StoreCopy after = StoreCopy.of(path);
        for (int length = log.length; length <= after.log().length; length += 7001) {
          byte[] torn = Arrays.copyOf(after.log(), length);
          List<Entry> contents = after.withLog(torn).contents(copy);
          assertThat(KeptChecksums.in(copy, Access.READ))
              .as("seed %d, step %d, %d bytes", seed, step, length)
              .isEqualTo(KeptChecksums.expected(contents));
          compared += KeptChecksums.expected(contents).size();
        }
        log = after.log();
      }
    }
    assertThat(compared).as("checksums compared, seed %d", seed).isPositive();
  }

  /** What the replaced database keeps, what is asked for, and what the new one keeps. */
  @ParameterizedTest
  @CsvSource({"NONE, NONE, NONE", "NONE, CRC32C, CRC32C", "CRC32C, NONE, CRC32C", ", NONE, NONE"})
  void aDatabaseThatReplacesOneKeepsItsChecksums(
      @Nullable Checksums old, Checksums asked, Checksums expected) {
    Path path = dir.resolve("a.kv");
    List<Entry> content = List.of(entry(CHUNK_1, "99"));
    MapDbStore.create(path).close();
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      if (old != null) {
        StoreContents.fill(store.createDatabase("main", old), SOME);
      }
      try (Store.Replacement replacement = store.replaceDatabase("main", asked)) {
        StoreContents.fill(replacement.chunks(), content);
        assertThat(store.databases()).isEqualTo(old == null ? List.of() : List.of("main"));
        replacement.publish();
      }
      assertThat(StoreContents.of(store.database("main"))).isEqualTo(content);
      assertThat(store.checksums("main").isPresent()).isEqualTo(expected == Checksums.CRC32C);
      StoreContents.fill(store.database("main"), SOME);
      if (expected == Checksums.CRC32C) {
        assertThat(KeptChecksums.of(store, "main")).isEqualTo(KeptChecksums.expected(SOME));
      }
    }
    assertThat(maps(path)).isEqualTo(expected == Checksums.NONE ? "main" : ".crc32c.main main");
  }

  @Test
  void aReplacementThatIsDiscardedLeavesNoneBehind() {
    Path path = dir.resolve("a.kv");
    fill(path, Checksums.CRC32C);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      try (Store.Replacement replacement = store.replaceDatabase("main")) {
        StoreContents.fill(replacement.chunks(), List.of(entry(CHUNK_1, "99")));
      }
      assertThat(KeptChecksums.of(store, "main")).isEqualTo(KeptChecksums.expected(SOME));
    }
    assertThat(maps(path)).isEqualTo(".crc32c.main main");
  }

  @Test
  void aKilledImportLeavesNoneBehindForLong() throws Exception {
    Path path = dir.resolve("a.kv");
    Path copy = dir.resolve("copy.kv");
    fill(path, Checksums.CRC32C);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Store.Replacement replacement = store.replaceDatabase("main")) {
      StoreContents.fill(replacement.chunks(), List.of(entry(CHUNK_1, "99")));
      StoreCopy.of(path).write(copy);
    }
    assertThat(KeptChecksums.in(copy, Access.READ)).isEqualTo(KeptChecksums.expected(SOME));
    assertThat(KeptChecksums.in(copy, Access.WRITE)).isEqualTo(KeptChecksums.expected(SOME));
    assertThat(maps(copy)).isEqualTo(".crc32c.main main");
  }

  /** Another program knows a database and not what lies beside it. */
  @ParameterizedTest
  @EnumSource
  void checksumsThatOutlivedTheirDatabaseGoWithTheNextOfThatName(Checksums checksums) {
    for (boolean replacing : new boolean[] {true, false}) {
      Path path = dir.resolve("a" + replacing + ".kv");
      fill(path, Checksums.CRC32C);
      byMapDb(
          path,
          db -> {
            SortedMap<String, String> names = db.nameCatalogLoad();
            names.keySet().removeIf(name -> name.startsWith("main#"));
            db.nameCatalogSave(names);
          });
      assertThat(maps(path)).isEqualTo(".crc32c.main");
      List<Entry> content = List.of(entry(CHUNK_1, "99"));
      try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
        assertThat(store.databases()).isEmpty();
        if (replacing) {
          try (Store.Replacement replacement = store.replaceDatabase("main", checksums)) {
            StoreContents.fill(replacement.chunks(), content);
            replacement.publish();
          }
        } else {
          StoreContents.fill(store.createDatabase("main", checksums), content);
        }
        assertThat(store.checksums("main").isPresent()).isEqualTo(checksums == Checksums.CRC32C);
        assertThat(StoreContents.of(store.database("main"))).isEqualTo(content);
      }
      if (checksums == Checksums.CRC32C) {
        assertThat(KeptChecksums.in(path, Access.READ)).isEqualTo(KeptChecksums.expected(content));
      }
    }
  }

  @Test
  void withoutTheirMapItIsADatabaseWithout() {
    Path path = dir.resolve("a.kv");
    fill(path, Checksums.CRC32C);
    byMapDb(
        path,
        db -> {
          SortedMap<String, String> names = db.nameCatalogLoad();
          names.keySet().removeIf(name -> name.startsWith(".crc32c."));
          db.nameCatalogSave(names);
        });
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.checksums("main")).isEmpty();
      StoreContents.fill(store.database("main"), List.of(entry(CHUNK_1, "99")));
    }
    assertThat(maps(path)).isEqualTo("main");
  }

  @Test
  void aCollectionOfAnotherKindIsNotTakenForThem() {
    Path path = dir.resolve("a.kv");
    fill(path, Checksums.NONE);
    byMapDb(
        path,
        db -> db.treeMap(".crc32c.main", Serializer.STRING, Serializer.LONG).create().put("a", 5L));
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.checksums("main")).isEmpty();
      StoreContents.fill(store.database("main"), List.of(entry(CHUNK_1, "99")));
    }
    byMapDb(
        path,
        db ->
            assertThat(db.treeMap(".crc32c.main", Serializer.STRING, Serializer.LONG).open())
                .containsExactly(Map.entry("a", 5L)));
  }

  private static void fill(Path path, Checksums checksums) {
    try (MapDbStore store = MapDbStore.create(path)) {
      StoreContents.fill(store.createDatabase("main", checksums), SOME);
    }
  }

  private static void apply(ChunkStore store, WriteBatch.Builder batch) {
    apply(store, batch.build());
  }

  private static void apply(ChunkStore store, WriteBatch batch) {
    store.apply(batch, Durability.FORCED);
  }

  private static void byMapDb(Path path, Consumer<DB> use) {
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      use.accept(db);
    }
  }

  /** The names of all collections that MapDB knows, sorted. */
  private static String maps(Path path) {
    StringJoiner names = new StringJoiner(" ");
    byMapDb(path, db -> db.getAllNames().forEach(names::add));
    return names.toString();
  }
}
