package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kvsql.format.Anomaly.What;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One deliberate damage each, and the exact anomalies it leads to. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PageCensusDamageTest {
  private static final int PAGE_SIZE = 512;

  @TempDir Path dir;

  /** t: rows on many pages, chain: one long payload, and a freelist of several trunks. */
  private byte[] file = {};

  private long tableRoot;
  private long chainRoot;

  @BeforeEach
  void makeADatabase() throws Exception {
    String[] setup = {
      "pragma page_size=512",
      "create table t(id integer primary key, b)",
      "create table chain(b)",
      "create table gone(b)",
      "insert into chain values(zeroblob(5000))",
      "insert into gone values(zeroblob(200000))",
      "insert into t(b) select zeroblob(200) from pragma_function_list limit 30",
      "drop table gone",
    };
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), setup)) {
      tableRoot = database.number("select rootpage from sqlite_schema where name='t'");
      chainRoot = database.number("select rootpage from sqlite_schema where name='chain'");
      file = database.bytes();
    }
    assertThat(RealDatabase.census(file).complete()).isTrue();
  }

  @Test
  void aFreelistThatLeadsBackToItselfEnds() {
    long trunk = RealDatabase.header(file).firstFreelistTrunk();
    long second = u32(trunk, 0);
    setU32(second, 0, trunk);
    PageCensus census = census();
    assertThat(census.anomalies())
        .contains(new Anomaly(second, What.CLAIMED_TWICE, trunk))
        .extracting(Anomaly::what)
        .containsExactly(What.CLAIMED_TWICE, What.FREELIST_COUNT_WRONG);
    assertThat(census.count(PageKind.FREELIST_TRUNK)).isEqualTo(2);
  }

  @Test
  void aFreelistCountThatIsOneOffIsSeen() {
    DatabaseHeader header = RealDatabase.header(file);
    setU32(1, 36, header.freelistPages() + 1);
    assertAnomalies(new Anomaly(1, What.FREELIST_COUNT_WRONG, header.freelistPages()));
  }

  @Test
  void aTrunkWithMoreLeavesThanItHasRoomForListsNone() {
    long trunk = RealDatabase.header(file).firstFreelistTrunk();
    setU32(trunk, 4, PAGE_SIZE / 4 - 1);
    assertThat(census().anomalies())
        .contains(new Anomaly(trunk, What.FREELIST_TRUNK_OVERFULL, PAGE_SIZE / 4 - 1));
  }

  @Test
  void aTreeThatLeadsBackToItsRootEnds() {
    setU32(tableRoot, 8, tableRoot);
    assertAnomalies(new Anomaly(tableRoot, What.CLAIMED_TWICE, tableRoot));
    assertThat(census().kindOf(tableRoot)).isEqualTo(PageKind.TABLE_INTERIOR);
  }

  @Test
  void aChildPastTheEndOfTheFileIsOutOfRange() {
    setU32(tableRoot, 8, 0xfffffff0L);
    assertAnomalies(new Anomaly(tableRoot, What.OUT_OF_RANGE_POINTER, 0xfffffff0L));
    setU32(tableRoot, 8, 0);
    assertAnomalies(new Anomaly(tableRoot, What.OUT_OF_RANGE_POINTER, 0));
  }

  @Test
  void aPageThatIsAllZerosIsUnknownAndTakenToBeInUse() {
    long child = u32(tableRoot, 8);
    zero(child);
    assertAnomalies(new Anomaly(child, What.BAD_PAGE_TYPE, 0));
    assertThat(census().kindOf(child)).isEqualTo(PageKind.UNKNOWN);
    assertThat(census().inUse(child)).isTrue();
    assertThat(census().complete()).isFalse();
  }

  @Test
  void anIndexPageInATableIsOfTheWrongKind() {
    long child = u32(tableRoot, 8);
    file[at(child, 0)] = 10;
    assertAnomalies(new Anomaly(child, What.BAD_PAGE_TYPE, 10));
  }

  @Test
  void aSchemaThatIsAnIndexIsOfTheWrongKind() {
    file[100] = 10;
    assertAnomalies(new Anomaly(1, What.BAD_PAGE_TYPE, 10));
    assertThat(census().kindOf(1)).isEqualTo(PageKind.UNKNOWN);
  }

  @Test
  void moreCellsThanThePageHasRoomForAreNotRead() {
    int fits = (PAGE_SIZE - 12) / 2;
    ByteBuffer.wrap(file).putShort(at(tableRoot, 3), (short) (fits + 1));
    assertAnomalies(new Anomaly(tableRoot, What.TOO_MANY_CELLS, fits + 1));
  }

  @Test
  void aCellInsideTheCellPointersIsOutOfBounds() {
    ByteBuffer.wrap(file).putShort(at(chainRoot, 8), (short) 9);
    assertAnomalies(new Anomaly(chainRoot, What.CELL_OUT_OF_BOUNDS, 0));
  }

  @Test
  void aCellThatReachesPastThePageIsOutOfBounds() {
    ByteBuffer.wrap(file).putShort(at(chainRoot, 8), (short) (PAGE_SIZE - 3));
    file[at(chainRoot, PAGE_SIZE - 3)] = 2; // size of the payload, then rowid: one byte is left
    assertAnomalies(new Anomaly(chainRoot, What.CELL_OUT_OF_BOUNDS, 0));
  }

  @Test
  void aPayloadOfMoreThanTwoGibibytesIsOutOfBounds() {
    int cell = at(chainRoot, ByteBuffer.wrap(file).getShort(at(chainRoot, 8)));
    Arrays.fill(file, cell, cell + 9, (byte) 0xff);
    assertAnomalies(new Anomaly(chainRoot, What.CELL_OUT_OF_BOUNDS, 0));
  }

  @Test
  void aPayloadOfJustTwoGibibytesIsOutOfBounds() {
    int cell = at(chainRoot, ByteBuffer.wrap(file).getShort(at(chainRoot, 8)));
    byte[] size = {(byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0};
    System.arraycopy(size, 0, file, cell, size.length);
    assertAnomalies(new Anomaly(chainRoot, What.CELL_OUT_OF_BOUNDS, 0));
  }

  @Test
  void anOverflowChainThatStopsEarlyIsShort() {
    long first = firstOverflow();
    long second = u32(first, 0);
    setU32(second, 0, 0);
    int recordHeader = 4;
    int least = (PAGE_SIZE - 12) * 32 / 255 - 23;
    int payload = 5000 + recordHeader;
    int even = least + (payload - least) % (PAGE_SIZE - 4);
    int local = even <= PAGE_SIZE - 35 ? even : least;
    int missing = payload - local - 2 * (PAGE_SIZE - 4);
    assertAnomalies(new Anomaly(second, What.OVERFLOW_CHAIN_SHORT, missing));
  }

  @Test
  void anOverflowChainThatGoesOnIsLong() {
    long last = firstOverflow();
    while (u32(last, 0) != 0) {
      last = u32(last, 0);
    }
    setU32(last, 0, 7);
    assertAnomalies(new Anomaly(last, What.OVERFLOW_CHAIN_LONG, 7));
  }

  @Test
  void anOverflowChainThatLeadsBackToItselfEnds() {
    long first = firstOverflow();
    setU32(first, 0, first);
    assertAnomalies(new Anomaly(first, What.CLAIMED_TWICE, first));
  }

  @Test
  void aFreePageThatATreeUsesIsTakenToBeInUse() {
    long leaf = u32(RealDatabase.header(file).firstFreelistTrunk(), 8);
    setU32(tableRoot, 8, leaf);
    assertAnomalies(new Anomaly(tableRoot, What.CLAIMED_TWICE, leaf));
    assertThat(census().kindOf(leaf)).isEqualTo(PageKind.UNKNOWN);
    assertThat(census().inUse(leaf)).isTrue();
  }

  @Test
  void aRootThatIsTextMakesItsSchemaRowMalformed() {
    int cell = ByteBuffer.wrap(file).getShort(108);
    int rootpageType = cell + 2 + 4; // payload, rowid, header size, three types
    assertThat(file[rootpageType]).isEqualTo((byte) 1);
    file[rootpageType] = 15;
    assertAnomalies(new Anomaly(1, What.SCHEMA_ROW_MALFORMED, 0));
  }

  @Test
  void aRootBehindABrokenOverflowChainMakesItsSchemaRowMalformed() throws Exception {
    String[] setup = {"pragma page_size=512", "create table \"" + "n".repeat(900) + "\"(a)"};
    try (RealDatabase database = RealDatabase.open(dir.resolve("b.db"), setup)) {
      file = database.bytes();
    }
    long firstOverflow = u32(1, PAGE_SIZE - 4);
    setU32(firstOverflow, 0, 0);
    assertThat(census().anomalies())
        .extracting(Anomaly::page, Anomaly::what)
        .containsExactly(
            tuple(firstOverflow, What.OVERFLOW_CHAIN_SHORT), tuple(1L, What.SCHEMA_ROW_MALFORMED));
  }

  @Test
  void twoRootsOnOnePageAreSeen() {
    int cell = ByteBuffer.wrap(file).getShort(108);
    int root = cell + 2 + 6 + "table".length() + 2 * "t".length();
    assertThat(file[root]).isEqualTo((byte) tableRoot);
    file[root] = (byte) chainRoot;
    assertAnomalies(new Anomaly(1, What.CLAIMED_TWICE, chainRoot));
    assertThat(census().kindOf(tableRoot)).isEqualTo(PageKind.UNREACHED);
  }

  @Test
  void aPointerToThePointerMapIsSeen() throws Exception {
    String[] setup = {"pragma auto_vacuum=full", "create table t(a)"};
    try (RealDatabase database = RealDatabase.open(dir.resolve("b.db"), setup)) {
      file = database.bytes();
    }
    int cell = ByteBuffer.wrap(file).getShort(108);
    file[cell + 2 + 6 + 7] = 2;
    assertAnomalies(new Anomaly(1, What.RESERVED_PAGE_CLAIMED, 2));
  }

  @Test
  void onlyTheFirstHundredAnomaliesAreKept() {
    for (long page = 2; page <= file.length / PAGE_SIZE; page++) {
      zero(page);
    }
    long trunk = RealDatabase.header(file).firstFreelistTrunk();
    setU32(trunk, 4, 120);
    PageCensus census = census();
    assertThat(census.anomalies()).hasSize(PageCensus.MAX_ANOMALIES);
    assertThat(census.anomalyCount()).isGreaterThan(120);
  }

  private PageCensus census() {
    return RealDatabase.census(file);
  }

  private void assertAnomalies(Anomaly... expected) {
    PageCensus census = census();
    assertThat(census.anomalies()).containsExactly(expected);
    assertThat(census.anomalyCount()).isEqualTo(expected.length);
    assertThat(census.complete()).isFalse();
  }

  /** The one cell of chain lies at the end of its page, and its last four bytes point on. */
  private long firstOverflow() {
    return u32(chainRoot, PAGE_SIZE - 4);
  }

  private long u32(long page, int offset) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at(page, offset)));
  }

  private void setU32(long page, int offset, long value) {
    ByteBuffer.wrap(file).putInt(at(page, offset), (int) value);
  }

  private void zero(long page) {
    Arrays.fill(file, at(page, 0), at(page + 1, 0), (byte) 0);
  }

  private static int at(long page, int offset) {
    return (int) (page - 1) * PAGE_SIZE + offset;
  }
}
