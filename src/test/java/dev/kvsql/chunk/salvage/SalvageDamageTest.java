package dev.kvsql.chunk.salvage;

import static dev.kvsql.chunk.salvage.MapDbFile.expected;
import static dev.kvsql.chunk.salvage.MapDbFile.fill;
import static dev.kvsql.chunk.salvage.MapDbFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.salvage.MapDbFile.Values;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mapdb.BTreeMap;
import org.mapdb.Serializer;

/** One damage at a time: what it hit is missing and told, everything else comes out. */
final class SalvageDamageTest {
  private static final Map<byte[], byte[]> ENTRIES = Samples.chunks(3000, i -> i % 40);
  private static final NavigableMap<String, ByteBuffer> EXPECTED = expected(ENTRIES);
  private static final byte[] INSIDE = MapDbFile.withMain(Values.INSIDE, ENTRIES);
  private static final byte[] OUTSIDE = MapDbFile.withMain(Values.OUTSIDE, ENTRIES);

  private static Damaged file(Values values) {
    return Damaged.of(
        switch (values) {
          case INSIDE -> INSIDE;
          case OUTSIDE -> OUTSIDE;
        });
  }

  @ParameterizedTest
  @EnumSource
  void nothingInTheHeaderIsNeeded(Values values) {
    Salvaged salvaged = file(values).zero(0, 32_864).salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenLinkToTheNextIndexPageIsTold(Values values) {
    Damaged file = file(values).flip(32_870, 2);
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses()).containsExactly(new Loss.IndexLink(32_864));

    Salvaged blind = file.zero(0, 512).salvage();
    assertThat(blind.main()).isEqualTo(EXPECTED);
    assertThat(blind.losses()).containsExactly(new Loss.IndexChain(32_864, 126_962));
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsFoundWithoutTheRoot(Values values) {
    Damaged file = file(values);
    long root = file.root("main");
    Salvaged salvaged = file.zeroRecord(root).salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses())
        .containsExactly(
            new Loss.Root("main", new Damage(root, file.offset(root), Fault.MALFORMED)));
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsFoundWithoutTheRecordThatHoldsTheRoot(Values values) {
    Damaged file = file(values);
    long holder = file.rootHolder("main");
    Salvaged salvaged = file.zeroIndexValue(holder).salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses())
        .containsExactly(
            new Loss.Root(
                "main", new Damage(holder, file.indexOffset(holder), Fault.INDEX_VALUE_ZERO)));
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsFoundWithoutADirectory(Values values) {
    List<Long> directories = file(values).directories("main");
    assertThat(directories).hasSizeGreaterThan(3);
    for (long recid : directories.subList(1, directories.size())) {
      Damaged file = file(values);
      Salvaged salvaged = file.zeroRecord(recid).salvage();
      assertThat(salvaged.main()).isEqualTo(EXPECTED);
      assertThat(salvaged.losses())
          .as("directory %d", recid)
          .containsExactly(
              new Loss.Bypassed("main", new Damage(recid, file.offset(recid), Fault.MALFORMED)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsFoundWithoutAnyDirectory(Values values) {
    Damaged file = file(values);
    file.directories("main").forEach(file::zeroRecord);
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses()).hasExactlyElementsOfTypes(Loss.Root.class);
  }

  @ParameterizedTest
  @EnumSource
  void withoutALeafItsKeysAreMissingAndTold(Values values) {
    for (long recid : file(values).leaves("main")) {
      Damaged file = file(values);
      KeySpan span = file.node(recid).span();
      Salvaged salvaged = file.zeroRecord(recid).salvage();
      assertThat(salvaged.main()).as("leaf %d", recid).isEqualTo(without(span));
      assertThat(salvaged.losses())
          .as("leaf %d", recid)
          .containsExactly(
              new Loss.Keys("main", span, new Damage(recid, file.offset(recid), Fault.MALFORMED)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutADirectoryAndALeafBelowItTheOtherLeavesAreFound(Values values) {
    List<Long> directories = file(values).directories("main");
    for (long directory : directories.subList(1, directories.size())) {
      Damaged file = file(values);
      Node node = file.node(directory);
      long leaf = node.child(node.childCount() / 2);
      KeySpan span = file.node(leaf).span();
      Salvaged salvaged = file.zeroRecord(directory).zeroIndexValue(leaf).salvage();
      assertThat(salvaged.main()).as("leaf %d", leaf).isEqualTo(without(span));
      assertThat(salvaged.losses())
          .filteredOn(Loss.Missing.class::isInstance)
          .as("leaf %d", leaf)
          .containsExactly(
              new Loss.Keys(
                  "main", span, new Damage(leaf, file.indexOffset(leaf), Fault.INDEX_VALUE_ZERO)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheRootAndSomeLeavesTheOthersAreFound(Values values) {
    Damaged file = file(values).zeroRecord(file(values).root("main"));
    List<Long> leaves = file.leaves("main");
    NavigableMap<String, ByteBuffer> left = without(file.node(leaves.get(20)).span());
    left.keySet().retainAll(without(file.node(leaves.get(50)).span()).keySet());
    file.zeroRecord(leaves.get(20)).zeroIndexValue(leaves.get(50));
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.main()).isEqualTo(left);
    assertThat(salvaged.losses())
        .filteredOn(Loss.Missing.class::isInstance)
        .containsExactlyInAnyOrder(
            new Loss.Keys(
                "main",
                file.node(leaves.get(20)).span(),
                new Damage(leaves.get(20), file.offset(leaves.get(20)), Fault.MALFORMED)),
            new Loss.Keys(
                "main",
                file.node(leaves.get(50)).span(),
                new Damage(
                    leaves.get(50), file.indexOffset(leaves.get(50)), Fault.INDEX_VALUE_ZERO)));
  }

  /** Each leaf is sound, but neither is where it belongs; their keys say where that is. */
  @ParameterizedTest
  @EnumSource
  void leavesThatChangedPlacesAreFound(Values values) {
    Damaged file = file(values);
    List<Long> leaves = file.leaves("main");
    file.swap(file.indexOffset(leaves.get(5)), file.indexOffset(leaves.get(9)), Long.BYTES);
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.main()).isEqualTo(EXPECTED);
    assertThat(salvaged.losses())
        .hasExactlyElementsOfTypes(Loss.Bypassed.class, Loss.Bypassed.class);
  }

  @Test
  void withoutAValueItsKeyIsTold() {
    Damaged whole = file(Values.OUTSIDE);
    for (long leaf : whole.leaves("main").subList(3, 6)) {
      Node node = whole.node(leaf);
      for (int i = 0; i < node.entryCount(); i++) {
        long recid = node.valueRecid(i);
        Damaged file = file(Values.OUTSIDE).zeroIndexValue(recid);
        assertLost(
            file,
            node.entryKey(i),
            new Damage(recid, file.indexOffset(recid), Fault.INDEX_VALUE_ZERO));
      }
    }
  }

  @Test
  void aFlippedBitInAnIndexValueIsTold() {
    Damaged whole = file(Values.OUTSIDE);
    Node node = whole.node(whole.leaves("main").get(4));
    long recid = node.valueRecid(2);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      Damaged file = file(Values.OUTSIDE);
      int slot = file.indexOffset(recid);
      assertLost(
          file.flip(slot + bit / Byte.SIZE, bit % Byte.SIZE),
          node.entryKey(2),
          new Damage(recid, slot, Fault.INDEX_VALUE_BROKEN));
    }
  }

  /** The leaf's highest key is its last entry's; changed, it reaches into its neighbour's keys. */
  @Test
  void anEntryAmongOtherLeavesKeysIsLeftOutAndTold() {
    Damaged file = file(Values.INSIDE);
    long leaf = file.leaves("main").get(7);
    Node node = file.node(leaf);
    byte[] last = node.entryKey(node.entryCount() - 1);
    int at = file.offset(leaf) + node.keyAt()[node.keyAt().length - 1] + last.length - 2;
    Salvaged salvaged = file.flip(at, 6).salvage();
    NavigableMap<String, ByteBuffer> rest = expected(ENTRIES);
    rest.remove(Salvaged.hex(last));
    assertThat(salvaged.main()).isEqualTo(rest);
    assertThat(salvaged.losses()).contains(new Loss.Superseded("main", leaf, 1));
  }

  @Test
  void aValueThatContradictsItsOwnLengthIsTold() {
    Damaged whole = file(Values.OUTSIDE);
    Node node = whole.node(whole.leaves("main").get(7));
    for (int i = 0; i < node.entryCount(); i++) {
      long recid = node.valueRecid(i);
      int offset = whole.offset(recid);
      if (offset < IndexTable.PAGE_BYTES) {
        continue;
      }
      assertLost(
          file(Values.OUTSIDE).flip(offset, 0),
          node.entryKey(i),
          new Damage(recid, offset, Fault.MALFORMED));
    }
  }

  private static void assertLost(Damaged file, byte[] key, Damage damage) {
    Salvaged salvaged = file.salvage();
    NavigableMap<String, ByteBuffer> rest = expected(ENTRIES);
    rest.remove(Salvaged.hex(key));
    assertThat(salvaged.main()).isEqualTo(rest);
    assertThat(salvaged.losses()).containsExactly(new Loss.Value("main", key, damage));
    assertThat(salvaged.report().databases().getFirst().valuesLost()).isEqualTo(1);
  }

  @Test
  void aLargeValueWithABrokenLinkIsTold() {
    Map<byte[], byte[]> entries = Samples.chunks(3, i -> 200_000);
    Damaged file = Damaged.of(MapDbFile.withMain(Values.OUTSIDE, entries));
    long recid = file.node(file.root("main")).valueRecid(1);
    Salvaged salvaged = file.flip(file.offset(recid) + 5, 3).salvage();
    entries.remove(Samples.chunkKey(1));
    assertThat(salvaged.main()).isEqualTo(expected(entries));
    assertThat(salvaged.losses())
        .containsExactly(
            new Loss.Value(
                "main",
                Samples.chunkKey(1),
                new Damage(recid, file.offset(recid), Fault.BROKEN_CHAIN)));
  }

  @ParameterizedTest
  @EnumSource
  void everythingInFrontOfACutIsFoundOrTold(Values values) {
    byte[] whole = file(values).bytes();
    for (int length = 0; length < whole.length; length += 40_961) {
      Salvaged salvaged = Salvaged.of(Arrays.copyOf(whole, length));
      assertThat(EXPECTED).as("cut to %d bytes", length).containsAllEntriesOf(salvaged.main());
      if (salvaged.report().isComplete()) {
        assertThat(salvaged.main()).as("cut to %d bytes", length).isEqualTo(EXPECTED);
      }
    }
  }

  /** The header tells how many index pages there must be, so those behind a lost one are found. */
  @ParameterizedTest
  @EnumSource
  void withoutAnIndexPageThosePagesBehindItAreFound(Values values) {
    byte[] whole =
        MapDbFile.of(db -> {
          BTreeMap<byte[], byte[]> map = map(db, "main", values);
          ENTRIES.forEach((key, value) -> {
            map.put(key, value);
            for (int i = 0; i < 100; i++) {
              db.getStore().put(new byte[3], Serializer.BYTE_ARRAY_NOSIZE);
            }
          });
        });
    int second = Damaged.of(whole).indexOffset(126_963) - 16;
    Salvaged salvaged = Damaged.of(whole).zero(second, 512).salvage();
    assertThat(EXPECTED).containsAllEntriesOf(salvaged.main());
    assertThat(salvaged.main()).hasSizeGreaterThan(2950);
    assertThat(salvaged.losses()).contains(new Loss.IndexLink(second + 8));

    Salvaged blind = Damaged.of(whole).zero(second, 512).zero(0, 512).salvage();
    assertThat(EXPECTED).containsAllEntriesOf(blind.main());
    assertThat(blind.main()).hasSizeLessThan(2950);
    assertThat(blind.losses()).contains(new Loss.IndexChain(second + 8, 126_962 + 131_070));
  }

  @ParameterizedTest
  @EnumSource
  void twoDatabasesDoNotMix(Values values) {
    Map<byte[], byte[]> other = Samples.chunks(2500, i -> i % 9);
    byte[] whole =
        MapDbFile.of(db -> {
          fill(map(db, "a", values), ENTRIES);
          fill(map(db, "b", values), other);
        });
    Damaged file = Damaged.of(whole);
    file.zeroRecord(file.root("a")).zeroRecord(file.directories("b").get(1));
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.entries()).isEqualTo(Map.of("a", EXPECTED, "b", expected(other)));
    assertThat(salvaged.report().isComplete()).isTrue();
  }

  /** The catalog tells which map has its values inside; leaves tell it, too. */
  @Test
  void databasesThatBothLostTheirRootsAreToldApartByWhereTheirValuesAre() {
    Map<byte[], byte[]> other = Samples.chunks(2500, i -> i % 9);
    byte[] whole =
        MapDbFile.of(db -> {
          fill(map(db, "a", Values.INSIDE), ENTRIES);
          fill(map(db, "b", Values.OUTSIDE), other);
        });
    Damaged file = Damaged.of(whole);
    file.zeroRecord(file.root("a")).zeroRecord(file.root("b"));
    assertThat(file.salvage().entries()).isEqualTo(Map.of("a", EXPECTED, "b", expected(other)));
  }

  @ParameterizedTest
  @EnumSource
  void leavesThatMayBeOfTwoDatabasesAreGivenToNeither(Values values) {
    Map<byte[], byte[]> other = Samples.chunks(2500, i -> i % 9);
    byte[] whole =
        MapDbFile.of(db -> {
          fill(map(db, "a", values), ENTRIES);
          fill(map(db, "b", values), other);
        });
    Damaged file = Damaged.of(whole);
    file.zeroRecord(file.root("a")).zeroRecord(file.root("b"));
    Salvaged salvaged = file.salvage();
    assertThat(salvaged.entries())
        .isEqualTo(
            Map.of(
                "a", Map.of(),
                "b", Map.of(),
                "lost+found", EXPECTED,
                "lost+found-2", expected(other)));
    assertThat(salvaged.losses())
        .filteredOn(Loss.Missing.class::isInstance)
        .hasExactlyElementsOfTypes(Loss.Keys.class, Loss.Keys.class);
  }

  private static NavigableMap<String, ByteBuffer> without(KeySpan span) {
    NavigableMap<String, ByteBuffer> rest = expected(ENTRIES);
    ENTRIES.keySet().stream().filter(span::contains).map(Salvaged::hex).forEach(rest::remove);
    return rest;
  }
}
