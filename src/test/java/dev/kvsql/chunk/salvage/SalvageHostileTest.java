package dev.kvsql.chunk.salvage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mapdb.DataIO;

/** Files made to hurt, and the arithmetic they are made with. */
final class SalvageHostileTest {
  private static final int DATA = IndexTable.PAGE_BYTES;

  private final byte[] bytes = new byte[3 * IndexTable.PAGE_BYTES];
  private final ByteBuffer file = ByteBuffer.wrap(bytes);

  @Test
  void checkBitsAreThoseOfMapDb() {
    long seed = 17;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >>> random.nextInt(48);
      assertThat(Parity.isOdd(DataIO.parity1Set(value & ~1L))).isTrue();
      assertThat(Parity.isOdd(DataIO.parity1Set(value & ~1L) ^ 1)).isFalse();
      assertThat(Parity.isThreeBit(DataIO.parity3Set(value & ~7L))).isTrue();
      assertThat(Parity.isThreeBit(DataIO.parity3Set(value & ~7L) ^ 2)).isFalse();
      assertThat(Parity.isSixteenBit(DataIO.parity16Set(value & ~0xffffL))).isTrue();
      assertThat(Parity.isSixteenBit(DataIO.parity16Set(value & ~0xffffL) ^ 256)).isFalse();
    }
  }

  @Test
  void indexPagesInACircleEnd() {
    file.putLong(32_864, DataIO.parity16Set(IndexTable.PAGE_BYTES));
    file.putLong(IndexTable.PAGE_BYTES + 8, DataIO.parity16Set(IndexTable.PAGE_BYTES));
    assertThat(Salvaged.of(bytes).losses())
        .containsExactly(
            new Loss.IndexChain(IndexTable.PAGE_BYTES + 8, 126_962 + 131_070),
            new Loss.Catalog(new Damage(1, 32_880, Fault.INDEX_VALUE_ZERO)));
  }

  @Test
  void aRecordInACircleEnds() {
    file.putLong(32_864, DataIO.parity16Set(0));
    index(1, 65_520, DATA, 8);
    file.putLong(DATA, DataIO.parity3Set(65_520L << 48 | DATA | 8));
    assertThat(Salvaged.of(bytes).losses())
        .containsExactly(new Loss.Catalog(new Damage(1, DATA, Fault.BROKEN_CHAIN)));
  }

  @Test
  void partsThatOverlapAreNoRecord() {
    file.putLong(32_864, DataIO.parity16Set(0));
    index(1, 65_520, DATA, 8);
    file.putLong(DATA, DataIO.parity3Set(65_520L << 48 | (DATA + 32) | 8));
    assertThat(Salvaged.of(bytes).losses())
        .containsExactly(new Loss.Catalog(new Damage(1, DATA, Fault.BROKEN_CHAIN)));
  }

  /** A directory that is its own child and neighbour. */
  @Test
  void aTreeInACircleEnds() {
    catalogOf("main", 9);
    record(9, DATA + 512, packed(DataIO.parity1Set(10L << 1)));
    record(10, DATA + 528, packed(head(0, 14)), packed(0), packed(10));
    Salvaged salvaged = Salvaged.of(bytes);
    assertThat(salvaged.entries()).isEqualTo(Map.of("main", Map.of()));
    assertThat(salvaged.losses())
        .contains(new Loss.Keys("main", KeySpan.ALL, new Damage(10, slot(10), Fault.USED_TWICE)));
  }

  @Test
  void anyNumberOfKeysIsClaimedInVain() {
    catalogOf("main", 9);
    record(9, DATA + 512, packed(DataIO.parity1Set(10L << 1)));
    record(10, DATA + 528, packed(head(Integer.MAX_VALUE, 6)), packed(Integer.MAX_VALUE));
    assertThat(Salvaged.of(bytes).losses())
        .contains(new Loss.Keys("main", KeySpan.ALL, new Damage(10, DATA + 528, Fault.MALFORMED)));
  }

  @Test
  void valuesThatAreUsedTwiceAreTold() {
    catalogOf("main", 9);
    record(9, DATA + 512, packed(DataIO.parity1Set(10L << 1)));
    byte[] recid = packed(DataIO.parity1Set(11L << 1));
    record(10, DATA + 528, packed(head(2, 6)), packed(2), bytes(1), bytes(2), recid, recid);
    record(11, DATA + 1024, bytes(5, 5, 5, 5, 5, 5));
    Salvaged salvaged = Salvaged.of(bytes);
    assertThat(salvaged.main().keySet()).containsExactly("01");
    assertThat(salvaged.losses())
        .containsExactly(
            new Loss.Value("main", new byte[] {2}, new Damage(11, DATA + 1024, Fault.USED_TWICE)));
  }

  @Test
  void noBytesAndAFewBytesAreNoStore() {
    for (int length : new int[] {0, 1, 100, 32_879, 32_881, 40_000}) {
      assertThat(Salvaged.of(new byte[length]).report().databases()).isEmpty();
    }
  }

  private void catalogOf(String name, long holder) {
    file.putLong(32_864, DataIO.parity16Set(0));
    byte[] array = text("org.mapdb.Serializer#BYTE_ARRAY");
    record(
        1,
        DATA,
        packed(7),
        text(name + "#counterRecid"),
        text("0"),
        text(name + "#keySerializer"),
        array,
        text(name + "#maxNodeSize"),
        text("32"),
        text(name + "#rootRecidRecid"),
        text(Long.toString(holder)),
        text(name + "#type"),
        text("TreeMap"),
        text(name + "#valueInline"),
        text("false"),
        text(name + "#valueSerializer"),
        array);
  }

  private static byte[] text(String text) {
    ByteBuffer out = ByteBuffer.allocate(text.length() + 1);
    out.put(packed(text.length()));
    text.chars().forEach(c -> out.put(packed(c)));
    return out.array();
  }

  private static long head(long keys, int flags) {
    return DataIO.parity1Set((keys << 4 | flags) << 1);
  }

  private static byte[] bytes(int... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length + 1).put(packed(values.length));
    for (int value : values) {
      out.put((byte) value);
    }
    return out.array();
  }

  private static byte[] packed(long value) {
    byte[] packed = new byte[DataIO.packLongSize(value)];
    DataIO.packLong(packed, 0, value);
    return packed;
  }

  /** A record at an offset, whatever its size. */
  private void record(long recid, int offset, byte[]... parts) {
    int size = List.of(parts).stream().mapToInt(part -> part.length).sum();
    ByteBuffer data = size < 6 ? ByteBuffer.allocate(size) : file.duplicate().position(offset);
    for (byte[] part : parts) {
      data.put(part);
    }
    if (size < 6) {
      long value = 0;
      for (byte b : data.array()) {
        value = value << 8 | (b & 0xff);
      }
      file.putLong(slot(recid), DataIO.parity1Set((long) size << 48 | value << 8));
    } else {
      index(recid, size, offset, 0);
    }
  }

  private void index(long recid, long size, long offset, int flags) {
    file.putLong(slot(recid), DataIO.parity1Set(size << 48 | offset | flags));
  }

  private static int slot(long recid) {
    return 32_880 + 8 * ((int) recid - 1);
  }
}
