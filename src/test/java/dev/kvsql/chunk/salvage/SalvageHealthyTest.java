package dev.kvsql.chunk.salvage;

import static dev.kvsql.chunk.salvage.MapDbFile.expected;
import static dev.kvsql.chunk.salvage.MapDbFile.fill;
import static dev.kvsql.chunk.salvage.MapDbFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.salvage.MapDbFile.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mapdb.BTreeMap;
import org.mapdb.Serializer;

/** Files without any damage: exactly what MapDB holds comes out. */
final class SalvageHealthyTest {

  @ParameterizedTest
  @EnumSource
  void anEmptyMapIsADatabaseWithoutEntries(Values values) {
    Salvaged salvaged = Salvaged.of(MapDbFile.withMain(values, Samples.none()));
    assertThat(salvaged.report())
        .isEqualTo(
            new SalvageReport(
                List.of(new SalvagedDatabase("main", 0, 0, 0, Checksums.NONE)), List.of()));
  }

  /** With values outside, the root is then a record of one byte. */
  @ParameterizedTest
  @EnumSource
  void anEmptiedMapIsADatabaseWithoutEntries(Values values) {
    byte[] file =
        MapDbFile.of(db -> {
          BTreeMap<byte[], byte[]> map = map(db, "main", values);
          map.put(Samples.chunkKey(0), new byte[1]);
          map.clear();
        });
    assertThat(Salvaged.of(file).report())
        .isEqualTo(
            new SalvageReport(
                List.of(new SalvagedDatabase("main", 0, 0, 0, Checksums.NONE)), List.of()));
  }

  @Test
  void aFileWithoutCollectionsHasNothing() {
    assertThat(Salvaged.of(MapDbFile.of(db -> {})).report())
        .isEqualTo(new SalvageReport(List.of(), List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void oneEntryComesOut(Values values) {
    assertWhole(values, Samples.chunks(1, i -> 3));
  }

  @ParameterizedTest
  @EnumSource
  void twentyThousandEntriesComeOut(Values values) {
    assertWhole(values, Samples.chunks(20_000, i -> i % 23));
  }

  @ParameterizedTest
  @EnumSource
  void valuesOfEverySizeComeOut(Values values) {
    int[] sizes = {
      0, 1, 2, 3, 4, 5, 6, 7, 126, 127, 128, 129, 4096, 16_383, 16_384, 65_515, 65_516, 65_517,
      65_518, 65_519, 65_520, 65_521, 65_528, 65_536, 131_000, 131_029, 131_040, 200_000
    };
    assertWhole(values, Samples.chunks(sizes.length, i -> sizes[i]));
  }

  @ParameterizedTest
  @EnumSource
  void keysOfEverySizeComeOut(Values values) {
    Map<byte[], byte[]> entries = Samples.none();
    for (int size : new int[] {0, 1, 2, 127, 128, 300, 5000, 70_000}) {
      entries.put(Samples.value(size, size), Samples.value(size, 9));
    }
    assertWhole(values, entries);
  }

  /** Splits, removals that leave empty leaves, records that moved. */
  @ParameterizedTest
  @EnumSource
  void whatWasRemovedOrReplacedDoesNotComeBack(Values values) {
    for (long seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      Map<String, ByteBuffer> expected = new TreeMap<>();
      byte[] file =
          MapDbFile.of(db -> {
            BTreeMap<byte[], byte[]> map = map(db, "main", values);
            for (int i = 0; i < 6000; i++) {
              byte[] key = Samples.chunkKey(random.nextInt(1500));
              if (random.nextInt(5) < 2) {
                map.remove(key);
              } else {
                map.put(
                    key, Samples.value(i, random.nextInt(40) == 0 ? 70_000 : random.nextInt(300)));
              }
            }
            map.subMap(Samples.chunkKey(300), Samples.chunkKey(500)).clear();
            expected.putAll(expected(map));
          });
      Salvaged salvaged = Salvaged.of(file);
      assertThat(salvaged.losses()).as("seed %d", seed).isEmpty();
      assertThat(salvaged.entries()).as("seed %d", seed).isEqualTo(Map.of("main", expected));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsStillOpenComesOut(Values values) {
    Map<byte[], byte[]> entries = Samples.chunks(3000, i -> i % 500);
    byte[] file = MapDbFile.openCopyOf(db -> fill(map(db, "main", values), entries));
    assertComesOut(file, Map.of("main", entries));
  }

  @ParameterizedTest
  @EnumSource
  void aCompactedFileComesOut(Values values) {
    Map<byte[], byte[]> entries = Samples.chunks(3000, i -> i % 500);
    byte[] file =
        MapDbFile.of(db -> {
          fill(map(db, "main", values), entries);
          map(db, "spare", values).put(new byte[] {1}, new byte[70_000]);
          db.getStore().compact();
        });
    assertComesOut(
        file, Map.of("main", entries, "spare", Map.of(new byte[] {1}, new byte[70_000])));
  }

  @Test
  void keysInAnyOrderComeOut() {
    Map<byte[], byte[]> entries = Samples.chunks(20_000, i -> 3);
    List<byte[]> keys = new ArrayList<>(entries.keySet());
    Collections.shuffle(keys, new Random(3));
    byte[] file =
        MapDbFile.of(db -> {
          BTreeMap<byte[], byte[]> map = map(db, "main", Values.INSIDE);
          keys.forEach(key -> map.put(key, entries.get(key)));
        });
    assertComesOut(file, Map.of("main", entries));
  }

  /** The index takes its second page at recid 126,963, and its third 131,070 later. */
  @ParameterizedTest
  @EnumSource
  void severalIndexPagesComeOut(Values values) {
    Map<byte[], byte[]> entries = Samples.chunks(3000, i -> i % 60);
    byte[] file =
        MapDbFile.of(db -> {
          BTreeMap<byte[], byte[]> map = map(db, "main", values);
          entries.forEach((key, value) -> {
            map.put(key, value);
            for (int i = 0; i < 100; i++) {
              db.getStore().put(new byte[3], Serializer.BYTE_ARRAY_NOSIZE);
            }
          });
        });
    assertComesOut(file, Map.of("main", entries));
  }

  @Test
  void everyDatabaseComesOutUnderItsName() {
    Map<byte[], byte[]> a = Samples.chunks(700, i -> 30);
    Map<byte[], byte[]> b = Samples.chunks(900, i -> 7);
    byte[] file =
        MapDbFile.of(db -> {
          fill(map(db, "b#c", Values.OUTSIDE), b);
          fill(map(db, "größe", Values.INSIDE), a);
        });
    assertComesOut(file, Map.of("b#c", b, "größe", a));
  }

  @Test
  void importsAndChecksumsAreLeftOutAndOtherCollectionsTold() {
    Map<byte[], byte[]> entries = Samples.chunks(40, i -> i);
    byte[] file =
        MapDbFile.of(db -> {
          fill(map(db, "main", Values.OUTSIDE), entries);
          fill(map(db, ".crc32c.main", Values.OUTSIDE), entries);
          fill(map(db, ".import.other", Values.OUTSIDE), entries);
          db.treeMap("names", Serializer.STRING, Serializer.LONG).create().put("a", 5L);
          db.treeMap("half", Serializer.BYTE_ARRAY, Serializer.STRING).create();
          db.treeMap("delta", Serializer.BYTE_ARRAY_DELTA, Serializer.BYTE_ARRAY).create();
          db.treeSet("set", Serializer.BYTE_ARRAY).create().add(new byte[] {8});
          db.hashMap("hash", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
          db.atomicLong("counter").create().set(7);
        });
    Salvaged salvaged = Salvaged.of(file);
    assertThat(salvaged.entries()).isEqualTo(Map.of("main", expected(entries)));
    assertThat(salvaged.report())
        .isEqualTo(
            new SalvageReport(
                List.of(new SalvagedDatabase("main", 40, 780, 0, Checksums.KEPT)),
                List.of(
                    new Loss.NotSalvaged("counter", "AtomicLong"),
                    new Loss.NotSalvaged("delta", "TreeMap"),
                    new Loss.NotSalvaged("half", "TreeMap"),
                    new Loss.NotSalvaged("hash", "HashMap"),
                    new Loss.NotSalvaged("names", "TreeMap"),
                    new Loss.NotSalvaged("set", "TreeSet"))));
    assertThat(salvaged.report().isComplete()).isTrue();
  }

  private static void assertWhole(Values values, Map<byte[], byte[]> entries) {
    assertComesOut(MapDbFile.withMain(values, entries), Map.of("main", entries));
  }

  private static void assertComesOut(byte[] file, Map<String, Map<byte[], byte[]>> databases) {
    Salvaged salvaged = Salvaged.of(file);
    assertThat(salvaged.losses()).isEmpty();
    assertThat(salvaged.entries().keySet()).isEqualTo(new TreeMap<>(databases).keySet());
    databases.forEach((name, entries) ->
        assertThat(salvaged.entries().get(name))
            .as("entries of %s", name)
            .isEqualTo(expected(entries)));
  }
}
