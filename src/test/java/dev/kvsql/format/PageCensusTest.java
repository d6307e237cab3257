package dev.kvsql.format;

import static dev.kvsql.format.PageKind.FREELIST_LEAF;
import static dev.kvsql.format.PageKind.FREELIST_TRUNK;
import static dev.kvsql.format.PageKind.LOCK_BYTE;
import static dev.kvsql.format.PageKind.OVERFLOW;
import static dev.kvsql.format.PageKind.POINTER_MAP;
import static dev.kvsql.format.PageKind.UNKNOWN;
import static dev.kvsql.format.PageKind.UNREACHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Healthy databases: every page is accounted for, and as SQLite's own dbstat says. */
final class PageCensusTest {

  /** One payload of each size from 0 on, so that each threshold of the local part is crossed. */
  private static final String SIZES =
      "with recursive n(i) as (values(0) union all select i + 1 from n where i < %d)"
          + " insert into %s select i, iif(i = 0, x'', randomblob(i)) from n";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"512, 1700", "1024, 3300", "4096, 9000", "65536, 3000"})
  void rowsOfEverySizeFillTheirOverflowChains(int pageSize, int largest) throws Exception {
    verify(
        "pragma page_size=" + pageSize,
        "create table t(id integer primary key, b)",
        SIZES.formatted(largest, "t"),
        "insert into t(b) values(randomblob(1000000))");
  }

  @ParameterizedTest
  @CsvSource({"512, 1700", "1024, 3300", "4096, 4500", "65536, 2000"})
  void indexEntriesOfEverySizeFillTheirOverflowChains(int pageSize, int largest) throws Exception {
    verify(
        "pragma page_size=" + pageSize,
        "create table t(id integer, b unique, primary key(id, b)) without rowid",
        SIZES.formatted(largest, "t"),
        "create index i on t(b, id)");
  }

  @ParameterizedTest
  @CsvSource({"512, full", "512, incremental", "1024, full", "4096, incremental"})
  void pointerMapPagesAreFoundWithAutoVacuum(int pageSize, String autoVacuum) throws Exception {
    PageCensus census =
        verify(
            "pragma page_size=" + pageSize,
            "pragma auto_vacuum=" + autoVacuum,
            "create table t(id integer primary key, b)",
            SIZES.formatted(1500, "t"),
            "create index i on t(b)",
            "delete from t where id % 3 = 0");
    assertThat(census.kindOf(2)).isEqualTo(POINTER_MAP);
    int pagesPerMap = pageSize / 5 + 1;
    assertThat(census.count(POINTER_MAP))
        .isEqualTo((census.pageCount() - 2) / pagesPerMap + 1)
        .isPositive();
  }

  @Test
  void aLongFreelistHasTrunksAndLeaves() throws Exception {
    PageCensus census =
        verify(
            "pragma page_size=512",
            "create table keep(a)",
            "create table gone(id integer primary key, b)",
            SIZES.formatted(800, "gone"),
            "drop table gone");
    assertThat(census.count(FREELIST_TRUNK)).isGreaterThan(5);
    assertThat(census.count(FREELIST_LEAF)).isGreaterThan(100 * census.count(FREELIST_TRUNK));
  }

  @Test
  void theBytesOfTrunksMatterAndThoseOfFreeLeavesDoNot() throws Exception {
    byte[] file =
        write("create table t(b)", "insert into t values(zeroblob(100000))", "drop table t");
    PageCensus census = RealDatabase.census(file);
    long trunk = RealDatabase.header(file).firstFreelistTrunk();
    assertThat(census.kindOf(trunk)).isEqualTo(FREELIST_TRUNK);
    assertThat(census.inUse(trunk)).isTrue();
    long leaf = ByteBuffer.wrap(file).getInt((int) (trunk - 1) * 4096 + 8);
    assertThat(census.kindOf(leaf)).isEqualTo(FREELIST_LEAF);
    assertThat(census.inUse(leaf)).isFalse();
    assertThat(census.inUse(1)).isTrue();
  }

  @Test
  void pagesOutsideTheFileAreUnreachedAndNotInUse() throws Exception {
    PageCensus census = RealDatabase.census(write("create table t(b)"));
    assertThat(census.pageCount()).isEqualTo(2);
    for (long page : new long[] {Long.MIN_VALUE, -1, 0, 3, Long.MAX_VALUE}) {
      assertThat(census.kindOf(page)).isEqualTo(UNREACHED);
      assertThat(census.inUse(page)).isFalse();
    }
  }

  @Test
  void rootsAreFoundWhereverLongNamesPushThem() throws Exception {
    String[] statements = new String[260];
    statements[0] = "pragma page_size=512";
    for (int i = 1; i < statements.length; i++) {
      statements[i] = "create table \"" + "n".repeat(150 + i) + "\"(a)";
    }
    PageCensus census = verify(statements);
    assertThat(census.count(OVERFLOW)).isPositive();
  }

  @Test
  void aRootMayLieSeveralOverflowPagesIntoItsSchemaRow() throws Exception {
    verify(
        "pragma page_size=512",
        "create table \"" + "m".repeat(5000) + "\"(a unique)",
        "create table \"" + "n".repeat(7000) + "\"(a unique)");
  }

  @Test
  void viewsTriggersAndVirtualTablesHaveNoRootsOfTheirOwn() throws Exception {
    verify(
        "create table t(a primary key, b)",
        "create view v as select * from t",
        "create trigger r after insert on t begin delete from t where a = 1; end",
        "create virtual table f using fts5(x)",
        "insert into f values('some words')",
        "insert into t values(2, 3)",
        "analyze");
  }

  @Test
  void rootPagesBeyond127And32767AreFound() throws Exception {
    verify(
        "pragma page_size=512",
        "create table a(id integer primary key, b)",
        "insert into a(b) values(zeroblob(100000))",
        "create table b(x)",
        "insert into a(b) values(zeroblob(17000000))",
        "create table c(x)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
  void theEncodingChangesNothing(String encoding) throws Exception {
    verify(
        "pragma encoding='" + encoding + "'",
        "create table \"täble\"(a unique, b)",
        "insert into \"täble\" values('x', 'y')");
  }

  @Test
  void aDatabaseWithoutASchemaIsOnePage() throws Exception {
    PageCensus census = verify("pragma user_version=3");
    assertThat(census.count(PageKind.TABLE_LEAF)).isEqualTo(1);
  }

  @Test
  void reservedBytesMakeThePayloadShorter() throws Exception {
    Path file = dir.resolve("reserved.db");
    RealDatabase.open(file, "pragma page_size=1024", "pragma user_version=3").close();
    byte[] page1 = Files.readAllBytes(file);
    int reserved = 40;
    ByteBuffer.wrap(page1).put(20, (byte) reserved).putShort(105, (short) (1024 - reserved));
    Files.write(file, page1);
    verifyFile(
        file,
        "create table t(id integer, b, primary key(id, b)) without rowid",
        SIZES.formatted(3000, "t"),
        "create table u(id integer primary key, b)",
        SIZES.formatted(3000, "u"),
        "insert into u(b) values(randomblob(100000))");
    assertThat(RealDatabase.header(Files.readAllBytes(file)).usableSize()).isEqualTo(984);
  }

  @Test
  void theLockBytePageIsNeverInUse() throws Exception {
    byte[] file = write("pragma page_size=65536", "create table t(a)");
    ByteBuffer.wrap(file).putInt(28, 20000);
    PageCensus census =
        PageCensus.of(RealDatabase.header(file), new SparseSource(file, 20000L * 65536));
    assertThat(census.pageCount()).isEqualTo(20000);
    assertThat(census.kindOf(16385)).isEqualTo(LOCK_BYTE);
    assertThat(census.inUse(16385)).isFalse();
    assertThat(census.count(LOCK_BYTE)).isEqualTo(1);
    assertThat(census.count(UNREACHED)).isEqualTo(20000 - 2 - 1);
  }

  @Test
  void aPointerMapThatWouldFallOnTheLockByteComesOnePageLater() throws Exception {
    // With 1024-byte pages and auto-vacuum that is so: (1048577 - 2) % (1024 / 5 + 1) == 0.
    byte[] file = write("pragma page_size=1024", "pragma auto_vacuum=full", "create table t(a)");
    for (int pages : new int[] {1048576, 1048577, 1048578, 1048579}) {
      ByteBuffer.wrap(file).putInt(28, pages);
      PageCensus census =
          PageCensus.of(RealDatabase.header(file), new SparseSource(file, pages * 1024L));
      assertThat(countByAsking(census)).as("%d pages", pages).isEqualTo(countByKind(census));
      assertThat(census.kindOf(1048577)).isEqualTo(pages < 1048577 ? UNREACHED : LOCK_BYTE);
      assertThat(census.kindOf(1048578)).isEqualTo(pages < 1048578 ? UNREACHED : POINTER_MAP);
    }
  }

  @Test
  void anUntrustedPageCountYieldsToTheFileSize() throws Exception {
    byte[] file = write("create table t(a unique)");
    ByteBuffer.wrap(file).putInt(28, 1).putInt(92, 12345);
    PageCensus census = RealDatabase.census(file);
    assertThat(census.pageCount()).isEqualTo(3);
    assertThat(census.complete()).isTrue();
  }

  @Test
  void aPageThatIsThereInPartCounts() throws Exception {
    byte[] file = write("create table t(a)");
    byte[] shortened = Arrays.copyOf(file, file.length - 100);
    assertThat(RealDatabase.census(shortened).pageCount()).isEqualTo(2);
    assertThat(RealDatabase.census(Arrays.copyOf(file, 4096)).pageCount()).isEqualTo(1);
  }

  private byte[] write(String... statements) throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), statements)) {
      return database.bytes();
    }
  }

  private PageCensus verify(String... statements) throws Exception {
    return verifyFile(dir.resolve("a.db"), statements);
  }

  /** Makes a database and compares its census with what SQLite says about each page. */
  private static PageCensus verifyFile(Path file, String... statements) throws Exception {
    try (RealDatabase database = RealDatabase.open(file, statements)) {
      assertThat(database.text("pragma integrity_check", 1)).isEqualTo("ok");
      PageCensus census = RealDatabase.census(database.bytes());
      assertThat(census.anomalies()).isEmpty();
      assertThat(census.complete()).isTrue();
      Map<Long, PageKind> expected = database.kindsByDbstat();
      Map<Long, PageKind> found = new TreeMap<>();
      expected.keySet().forEach(page -> found.put(page, census.kindOf(page)));
      assertThat(found).isEqualTo(expected);
      assertThat(census.count(FREELIST_TRUNK) + census.count(FREELIST_LEAF))
          .isEqualTo(database.number("pragma freelist_count"));
      Map<PageKind, Long> counts = countByKind(census);
      assertThat(counts).isEqualTo(countByAsking(census)).doesNotContainKeys(UNREACHED, UNKNOWN);
      assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(census.pageCount())
          .isEqualTo(database.number("pragma page_count"));
      return census;
    }
  }

  private static Map<PageKind, Long> countByKind(PageCensus census) {
    Map<PageKind, Long> counts = new TreeMap<>();
    for (PageKind kind : PageKind.values()) {
      if (census.count(kind) != 0) {
        counts.put(kind, census.count(kind));
      }
    }
    return counts;
  }

  private static Map<PageKind, Long> countByAsking(PageCensus census) {
    Map<PageKind, Long> counts = new TreeMap<>();
    for (long page = 1; page <= census.pageCount(); page++) {
      counts.merge(census.kindOf(page), 1L, Long::sum);
    }
    return counts;
  }
}
