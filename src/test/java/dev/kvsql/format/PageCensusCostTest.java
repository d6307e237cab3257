package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a census reads and allocates. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PageCensusCostTest {

  @TempDir Path dir;

  @Test
  void treesAndTrunksAreReadOnceOverflowByFourBytesAndFreeLeavesNever() throws Exception {
    String[] setup = {
      "create table t(id integer primary key, b)",
      "create table gone(b)",
      "insert into gone values(zeroblob(9000000))",
      "insert into t(b) select zeroblob(20000) from pragma_function_list limit 100",
      "drop table gone"
    };
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), setup)) {
      byte[] file = database.bytes();
      SparseSource source = new SparseSource(file, file.length);
      PageCensus census = PageCensus.of(RealDatabase.header(file), source);
      assertThat(census.complete()).isTrue();
      long overflow = census.count(PageKind.OVERFLOW);
      long whole = census.pageCount() - overflow - census.count(PageKind.FREELIST_LEAF);
      assertThat(overflow).isPositive();
      assertThat(census.count(PageKind.FREELIST_LEAF)).isGreaterThan(2000);
      assertThat(source.reads()).isEqualTo(whole + overflow);
      assertThat(source.bytesRead()).isEqualTo(whole * 4096 + overflow * 4);
    }
  }

  @Test
  void aTreeOfTwoHundredThousandLevelsNeedsNoDeepStack() throws Exception {
    int pages = 200_000;
    byte[] start = write("pragma page_size=512", "create table t(a)");
    ByteBuffer.wrap(start).putInt(28, pages);
    PageCensus census =
        PageCensus.of(
            RealDatabase.header(start),
            new ByteSource() {
              @Override
              public long sizeBytes() {
                return pages * 512L;
              }

              @Override
              public void read(long offset, byte[] into) {
                long page = offset / 512 + 1;
                if (page == 1) {
                  ByteSource.of(start).read(offset, into);
                } else { // no cells, and the next page as the right-most child
                  ByteBuffer.wrap(into)
                      .put(0, (byte) (page == pages ? 13 : 5))
                      .putShort(3, (short) 0)
                      .putInt(8, (int) page + 1);
                }
              }
            });
    assertThat(census.anomalies()).isEmpty();
    assertThat(census.count(PageKind.TABLE_INTERIOR)).isEqualTo(pages - 2);
  }

  @Test
  void aFileThatClaimsPetabytesAndHoldsTwoPagesCostsLittle() throws Exception {
    byte[] start = write("pragma page_size=512", "create table t(a)");
    ByteBuffer.wrap(start).putInt(28, 0xffffffff);
    SparseSource source = new SparseSource(start, Long.MAX_VALUE);
    PageCensus census = PageCensus.of(RealDatabase.header(start), source);
    assertThat(census.pageCount()).isEqualTo(0xfffffffeL);
    assertThat(census.count(PageKind.UNREACHED)).isEqualTo(0xfffffffeL - 2 - 1);
    assertThat(census.kindOf(0xfffffffeL)).isEqualTo(PageKind.UNREACHED);
    assertThat(source.reads()).isEqualTo(2);
  }

  private byte[] write(String... statements) throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("b.db"), statements)) {
      return database.bytes();
    }
  }
}
