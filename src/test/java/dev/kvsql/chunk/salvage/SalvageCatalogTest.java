package dev.kvsql.chunk.salvage;

import static dev.kvsql.chunk.salvage.MapDbFile.expected;
import static dev.kvsql.chunk.salvage.MapDbFile.fill;
import static dev.kvsql.chunk.salvage.MapDbFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.salvage.MapDbFile.Values;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that lost the names of their databases. */
final class SalvageCatalogTest {
  private static final Map<byte[], byte[]> ENTRIES = Samples.chunks(500, i -> i % 40);
  private static final NavigableMap<String, ByteBuffer> EXPECTED = expected(ENTRIES);

  /** Every bit of it: the entries come out, and not under another name without a word. */
  @ParameterizedTest
  @EnumSource
  void aFlippedBitInTheCatalogCostsNoEntry(Values values) {
    byte[] whole = MapDbFile.withMain(values, ENTRIES);
    Damaged layout = Damaged.of(whole);
    for (int at = 0; at < 205; at++) {
      for (int bit = 0; bit < 8; bit++) {
        Salvaged salvaged =
            Damaged.of(whole).flip(layout.offset(Store.CATALOG_RECID) + at, bit).salvage();
        NavigableMap<String, ByteBuffer> all = new TreeMap<>();
        salvaged.entries().values().forEach(all::putAll);
        assertThat(all).as("bit %d of byte %d flipped", bit, at).isEqualTo(EXPECTED);
        if (!salvaged.main().equals(EXPECTED)) {
          assertThat(salvaged.losses())
              .as("bit %d of byte %d flipped", bit, at)
              .hasAtLeastOneElementOfType(Loss.Catalog.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheCatalogTheOnlyDatabaseOfChunksIsMain(Values values) {
    Damaged file = Damaged.of(MapDbFile.withMain(values, ENTRIES));
    Salvaged salvaged = file.zeroRecord(Store.CATALOG_RECID).salvage();
    assertThat(salvaged.entries()).isEqualTo(Map.of("main", EXPECTED));
    Damage damage =
        new Damage(Store.CATALOG_RECID, file.offset(Store.CATALOG_RECID), Fault.MALFORMED);
    assertThat(salvaged.losses())
        .containsExactly(
            new Loss.Catalog(damage),
            new Loss.Guessed(
                "main", file.leaves("main").getFirst(), file.leaves("main").size(), 500));
  }

  @Test
  void withoutTheCatalogAndALeafTheRestIsOneDatabase() {
    Damaged file = Damaged.of(MapDbFile.withMain(Values.OUTSIDE, ENTRIES));
    long lost = file.leaves("main").get(4);
    KeySpan span = file.node(lost).span();
    Salvaged salvaged = file.zeroIndexValue(Store.CATALOG_RECID).zeroRecord(lost).salvage();
    NavigableMap<String, ByteBuffer> rest = expected(ENTRIES);
    ENTRIES.keySet().stream().filter(span::contains).map(Salvaged::hex).forEach(rest::remove);
    assertThat(salvaged.entries()).isEqualTo(Map.of("main", rest));
    assertThat(salvaged.losses())
        .filteredOn(Loss.Missing.class::isInstance)
        .containsExactly(
            new Loss.Catalog(
                new Damage(
                    Store.CATALOG_RECID,
                    file.indexOffset(Store.CATALOG_RECID),
                    Fault.INDEX_VALUE_ZERO)),
            new Loss.Keys("main", span, new Damage(lost, file.offset(lost), Fault.MALFORMED)));
  }

  @Test
  void withoutTheCatalogOtherKeysAreLostAndFound() {
    Map<byte[], byte[]> entries = Samples.none();
    entries.put(new byte[] {9}, new byte[] {1});
    Damaged file = Damaged.of(MapDbFile.withMain(Values.OUTSIDE, entries));
    Salvaged salvaged = file.zeroRecord(Store.CATALOG_RECID).salvage();
    assertThat(salvaged.entries()).isEqualTo(Map.of("lost+found", expected(entries)));
  }

  @Test
  void withoutTheCatalogSeveralDatabasesAreKeptApart() {
    Map<byte[], byte[]> other = Samples.chunks(300, i -> 2);
    Damaged file =
        Damaged.of(
            MapDbFile.of(db -> {
              fill(map(db, "a", Values.OUTSIDE), ENTRIES);
              fill(map(db, "b", Values.INSIDE), other);
              map(db, "empty", Values.INSIDE);
            }));
    Salvaged salvaged = file.zeroRecord(Store.CATALOG_RECID).salvage();
    assertThat(salvaged.entries())
        .isEqualTo(Map.of("lost+found", EXPECTED, "lost+found-2", expected(other)));
  }

  /** Their values are the CRC32C of the others': nothing else can have those. */
  @ParameterizedTest
  @EnumSource
  void withoutTheCatalogAMapOfChecksumsIsKnownByItsValues(Values values) {
    Map<byte[], byte[]> checksums = Samples.none();
    ENTRIES.forEach((key, value) -> {
      CRC32C checksum = new CRC32C();
      checksum.update(value);
      checksums.put(
          key, ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array());
    });
    byte[] whole =
        MapDbFile.of(db -> {
          fill(map(db, "main", Values.OUTSIDE), ENTRIES);
          fill(map(db, ".crc32c.main", values), checksums);
        });
    Salvaged salvaged = Damaged.of(whole).zeroRecord(Store.CATALOG_RECID).salvage();
    assertThat(salvaged.entries()).isEqualTo(Map.of("main", EXPECTED));
    assertThat(salvaged.report().databases().getFirst().checksums()).isEqualTo(Checksums.KEPT);
  }

  /** What a removal leaves behind are empty leaves. */
  @Test
  void aRemovedDatabaseDoesNotComeBack() {
    byte[] whole =
        MapDbFile.of(db -> {
          fill(map(db, "main", Values.OUTSIDE), ENTRIES);
          var removed = map(db, "removed", Values.OUTSIDE);
          fill(removed, Samples.chunks(700, i -> i % 90));
          removed.clear();
          var names = db.nameCatalogLoad();
          names.keySet().removeIf(name -> name.startsWith("removed#"));
          db.nameCatalogSave(names);
        });
    Damaged file = Damaged.of(whole);
    file.zeroRecord(Store.CATALOG_RECID);
    assertThat(file.salvage().entries()).isEqualTo(Map.of("main", EXPECTED));
    Damaged second = Damaged.of(whole);
    second.zeroRecord(second.root("main"));
    assertThat(second.salvage().entries()).isEqualTo(Map.of("main", EXPECTED));
  }

  /** Its length, 44, reads as the head of a leaf with one entry; but a leaf has its recid. */
  @Test
  void aValueThatLooksLikeALeafIsAValue() {
    byte[] lookalike =
        ByteBuffer.allocate(44)
            .put(new byte[] {(byte) 0x81, (byte) 0x94})
            .put(new byte[20])
            .put(new byte[] {(byte) 0x81, (byte) 0x94})
            .array();
    assertThat(NodeDecoder.decode(lengthAnd(lookalike), NodeDecoder.Values.BYTES)).isNotNull();
    Map<byte[], byte[]> entries = Samples.chunks(40, i -> 5);
    for (int i = 0; i < 40; i++) {
      entries.put(Samples.chunkKey(1000 + i), lookalike);
    }
    Damaged file = Damaged.of(MapDbFile.withMain(Values.OUTSIDE, entries));
    file.zeroRecord(Store.CATALOG_RECID).zeroRecord(file.root("main"));
    assertThat(file.salvage().entries()).isEqualTo(Map.of("main", expected(entries)));
  }

  private static byte[] lengthAnd(byte[] value) {
    return ByteBuffer.allocate(45).put((byte) (0x80 | value.length)).put(value).array();
  }

  @Test
  void namesThatAreTakenAreNotGivenAgain() {
    Damaged file =
        Damaged.of(
            MapDbFile.of(db -> {
              fill(map(db, "a", Values.OUTSIDE), ENTRIES);
              fill(map(db, "b", Values.OUTSIDE), ENTRIES);
              map(db, "lost+found", Values.OUTSIDE);
            }));
    file.zeroRecord(file.root("a")).zeroRecord(file.root("b"));
    assertThat(file.salvage().entries())
        .isEqualTo(
            Map.of(
                "a", Map.of(),
                "b", Map.of(),
                "lost+found", Map.of(),
                "lost+found-2", EXPECTED,
                "lost+found-3", EXPECTED));
  }
}
