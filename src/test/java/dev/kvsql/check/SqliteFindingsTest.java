package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check says about pages, and about a store that cannot be read. */
final class SqliteFindingsTest {
  @Test
  void aHeaderWithoutTheMagicIsOneFinding() throws Exception {
    Damage database = Damage.pages22().poke(0, 'X');

    assertThat(Findings.lines(database.check())).isEqualTo("fatal PAGE-HEADER main 0+1 manual\n");
    assertThat(database.check().findings().getFirst().place().offset()).contains(0L);
  }

  @ParameterizedTest
  @CsvSource({"16, 3", "18, 9", "21, 7", "22, 7", "23, 7", "44, 9", "56, 9"})
  void aHeaderFieldThatTheFormatDoesNotAllowIsFatal(int offset, int value) throws Exception {
    Damage database = Damage.pages22().poke(offset, value);

    assertThat(database.check().findings().getFirst())
        .isInstanceOfSatisfying(
            PageFinding.Header.class,
            header -> {
              assertThat(header.severity()).isEqualTo(Severity.FATAL);
              assertThat(header.problem().offsetBytes()).isBetween(offset - offset % 4, offset);
            });
  }

  @Test
  void aMainFileThatIsNoDatabaseHasNoValidHeader() {
    Damage database = Damage.ofFile(new byte[] {1, 2, 3});

    assertThat(Findings.lines(database.check())).isEqualTo("fatal PAGE-HEADER main 0+1 manual\n");
  }

  @Test
  void aPageThatIsOverwrittenIsReportedBySqlite() throws Exception {
    Damage database =
        Damage.pages22()
            .change(
                FileTag.MAIN,
                7,
                page -> {
                  Arrays.fill(page, 0, 200, (byte) 0xa5);
                  return page;
                });

    List<Finding> found = database.check().findings();
    assertThat(Findings.lines(found))
        .startsWith("error PAGE-TREE main 7+1 manual\nerror SQLITE-INTEGRITY main manual\n");
    assertThat(found.get(1))
        .isInstanceOfSatisfying(
            PageFinding.Integrity.class,
            integrity -> assertThat(integrity.message()).contains("page 8"));
  }

  @Test
  void aQuickCheckDoesNotReadEveryPage() throws Exception {
    Damage database = Damage.pages22().change(FileTag.MAIN, 7, page -> new byte[4096]);

    assertThat(DatabaseCheck.of("main", database.store(), Level.QUICK).findings()).isEmpty();
    assertThat(database.check().findings()).isNotEmpty();
  }

  @Test
  void anIndexThatLacksARowIsReportedBySqlite() throws Exception {
    Damage database =
        Damage.pages22()
            .run(
                "CREATE INDEX t_body ON t(body)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX t_body ON t(id)' WHERE name = 't_body'");

    assertThat(database.check().findings())
        .isNotEmpty()
        .allSatisfy(found -> assertThat(found.id()).isEqualTo(FindingId.SQLITE_INTEGRITY));
  }

  @Test
  void aSchemaThatIsNoSqlIsReportedAndRunsNothing() throws Exception {
    Damage database =
        Damage.pages22()
            .run("PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET sql = 'no sql at all'");

    assertThat(Findings.lines(database.check())).isEqualTo("error SQLITE-INTEGRITY main manual\n");
  }

  @Test
  void aTableThatNeedsAnApplicationsCollationIsANoticeAndHidesNoOther() throws Exception {
    Damage database =
        Damage.database(
            "CREATE TABLE own(a TEXT COLLATE nocase UNIQUE)",
            "INSERT INTO own VALUES('x')",
            "CREATE TABLE t(a, b)",
            "INSERT INTO t VALUES(1, 2)",
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'nocase', 'mycoll') WHERE name = 'own'");

    assertThat(Findings.lines(database.check())).isEqualTo("notice SQLITE-INTEGRITY main manual\n");

    database =
        Damage.database(
            "CREATE TABLE own(a TEXT COLLATE nocase UNIQUE)",
            "CREATE TABLE t(a, b)",
            "INSERT INTO t VALUES(1, 2)",
            "CREATE INDEX t_a ON t(a)",
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX t_a ON t(b)' WHERE name = 't_a'",
            "UPDATE sqlite_schema SET sql = replace(sql, 'nocase', 'mycoll') WHERE name = 'own'");

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error SQLITE-INTEGRITY main manual
            notice SQLITE-INTEGRITY main manual
            """);
  }

  @Test
  void atMost100MessagesOfSqliteAreFindings() throws Exception {
    Damage database =
        Damage.database(
            "CREATE TABLE t(a, b)",
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            INSERT INTO t SELECT i, -i FROM n\
            """,
            "CREATE INDEX t_a ON t(a)",
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX t_a ON t(b)' WHERE name = 't_a'");

    assertThat(Findings.lines(database.check()))
        .isEqualTo("error SQLITE-INTEGRITY main manual\n".repeat(100));
  }

  @Test
  void pagesThatNothingUsesAreToldOnceForAllOfThem() throws Exception {
    Damage database =
        Damage.pages22()
            .run("PRAGMA writable_schema=ON", "DELETE FROM sqlite_schema")
            .run("CREATE TABLE u(x)");
    for (int page = 23; page < 200; page++) {
      database.put(FileTag.MAIN, page, new byte[4096]);
    }
    long pages = 200;
    database.size(FileTag.MAIN, pages * 4096).poke(28, 0, 0, 0, (int) pages);

    assertThat(Findings.lines(database.check()))
        .isEqualTo("error PAGE-TREE main 1+21 manual\nerror PAGE-TREE main 23+177 manual\n");
  }

  @Test
  void aFailureOutsideTheStoreIsNoFinding() throws Exception {
    ChunkStore failing = new Broken(Damage.pages22().store(), Broken.How.DISK);

    assertThatThrownBy(() -> DatabaseCheck.of("main", failing, Level.FULL))
        .isInstanceOf(StoreException.Failed.class);
  }

  @Test
  void aStoreThatCannotBeOpenedIsDirty() {
    StoreException.Damaged problem = new StoreException.Damaged("header checksum broken", null);
    CheckReport report = StoreCheck.unopenable("app.kv", problem, Severity.WARN);

    assertThat(report.verdict()).isEqualTo(CheckReport.Verdict.FINDINGS);
    assertThat(report.findings()).containsExactly(new StoreFinding.Dirty("header checksum broken"));
    assertThat(Findings.lines(report.findings())).isEqualTo("fatal STORE-DIRTY safe\n");
  }

  /** A store of which chunk 9 cannot be read. */
  static final class Broken implements ChunkStore {
    enum How {
      GET,
      SCAN,
      DISK
    }

    private final ChunkStore below;
    private final How how;

    Broken(ChunkStore below, How how) {
      this.below = below;
      this.how = how;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      if (Arrays.equals(key, StoreKey.chunk(FileTag.MAIN, 9))) {
        switch (how) {
          case GET -> throw new StoreException.Damaged("record 17 is broken", null);
          case DISK -> throw new StoreException.Failed("the disk is gone", null);
          case SCAN -> {}
        }
      }
      return below.get(key);
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      if (how == How.SCAN) {
        throw new StoreException.Damaged("record 17 is broken", null);
      }
      return Objects.requireNonNull(below.scan(range));
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      throw new AssertionError("a check wrote " + batch);
    }
  }
}
