package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a full check finds about pages and foreign keys. */
final class PageFindingsTest {
  private static final String[] AUTO_VACUUM = {
    "PRAGMA auto_vacuum=FULL",
    "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO t SELECT i, printf('%.*c', 3000, 'x') FROM n\
    """,
    "INSERT INTO t VALUES(21, printf('%.*c', 20000, 'y'))"
  };

  /** The pointer map is page 2; its first entry is that of page 3. */
  private static final long POINTER_MAP = 4096;

  private static List<Finding> pageFindings(Damage database) {
    return database.check().findings().stream()
        .filter(PageFinding.class::isInstance)
        .filter(found -> found.id() != FindingId.SQLITE_INTEGRITY)
        .toList();
  }

  @Test
  void aPointerMapOfASoundDatabaseHasNothingToSay() throws Exception {
    assertThat(Damage.database(AUTO_VACUUM).check().findings()).isEmpty();
  }

  @Test
  void aPointerMapEntryOfAnotherTypeIsFound() throws Exception {
    Damage database = Damage.database(AUTO_VACUUM).poke(POINTER_MAP + 5, 3);

    assertThat(pageFindings(database))
        .map(Object::toString)
        .containsExactly(
            "Tree[anomaly=Anomaly[page=4, what=POINTER_MAP_TYPE, found=3], pages=1, pageSize=4096]");
    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error PAGE-TREE main 3+1 manual
            error SQLITE-INTEGRITY main manual
            """);
  }

  @Test
  void aPointerMapEntryWithAnotherParentIsFound() throws Exception {
    Damage database = Damage.database(AUTO_VACUUM).poke(POINTER_MAP + 6, 0, 0, 0, 9);

    assertThat(pageFindings(database))
        .map(Object::toString)
        .containsExactly(
            "Tree[anomaly=Anomaly[page=4, what=POINTER_MAP_PARENT, found=9], pages=1, pageSize=4096]");
  }

  @Test
  void aPageThatNothingPointsToIsFound() throws Exception {
    Damage database = Damage.pages22();
    long pages = database.number(28) + 3;
    long change = database.number(24);
    database.file(FileTag.MAIN, grown(database, 3)).poke(28, 0, 0, 0, (int) pages);

    assertThat(database.number(92)).isEqualTo(change);
    assertThat(Findings.lines(database.check())).isEqualTo("error PAGE-TREE main 22+3 manual\n");
  }

  @Test
  void aFileThatIsLargerThanItsDatabaseIsANotice() throws Exception {
    Damage database = Damage.pages22();
    database.file(FileTag.MAIN, grown(database, 3));

    assertThat(Findings.lines(database.check())).isEqualTo("notice PAGE-COUNT main 0+1 manual\n");
  }

  @Test
  void aHeaderThatCountsTooFewPagesIsAnError() throws Exception {
    Damage database = Damage.pages22().poke(28, 0, 0, 0, 20);

    assertThat(Findings.lines(database.check()))
        .startsWith("error PAGE-COUNT main 0+1 manual\nerror PAGE-TREE main 1+1 manual\n");
  }

  @Test
  void aFreelistThatIsLongerThanItsCountIsFound() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10").poke(36, 0, 0, 0, 7);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error PAGE-FREELIST main 0+1 manual
            error SQLITE-INTEGRITY main manual
            """);
  }

  @Test
  void twoTablesThatShareAPageAreFound() throws Exception {
    Damage database =
        Damage.pages22()
            .run(
                "CREATE TABLE u(x)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'u'");

    assertThat(pageFindings(database))
        .map(Object::toString)
        .contains(
            "Tree[anomaly=Anomaly[page=1, what=CLAIMED_TWICE, found=2], pages=1, pageSize=4096]",
            "Unreached[page=23, pages=1, unreached=1, pageSize=4096]");
  }

  @Test
  void rowsWhoseForeignKeyNamesNoRowAreCountedTableByTable() throws Exception {
    Damage database =
        Damage.database(
            "CREATE TABLE p(id INTEGER PRIMARY KEY)",
            "CREATE TABLE c(p REFERENCES p)",
            "CREATE TABLE w(k PRIMARY KEY, p REFERENCES p) WITHOUT ROWID",
            "INSERT INTO p VALUES(1)",
            "INSERT INTO c VALUES(1), (2), (3)",
            "INSERT INTO w VALUES('a', 7)");

    assertThat(pageFindings(database))
        .containsExactlyInAnyOrder(
            new PageFinding.ForeignKey("c", "p", 2, Optional.of(2L)),
            new PageFinding.ForeignKey("w", "p", 1, Optional.empty()));
    assertThat(Findings.lines(database.check()))
        .isEqualTo("warn SQLITE-FOREIGN-KEY main manual\nwarn SQLITE-FOREIGN-KEY main manual\n");
  }

  @Test
  void aForeignKeyThatCannotBeIsANotice() throws Exception {
    Damage database =
        Damage.database(
            "CREATE TABLE p(id)", "CREATE TABLE c(p REFERENCES p(id))", "INSERT INTO c VALUES(1)");

    assertThat(Findings.lines(database.check()))
        .isEqualTo("notice SQLITE-FOREIGN-KEY main manual\n");
  }

  /** The main file with more pages behind it, all zero. */
  private static byte[] grown(Damage database, int pages) {
    long sizeBytes = database.number(28) * 4096;
    byte[] content = new byte[(int) sizeBytes + pages * 4096];
    for (int chunk = 0; chunk < sizeBytes / 4096; chunk++) {
      System.arraycopy(
          Objects.requireNonNull(database.store().get(StoreKey.chunk(FileTag.MAIN, chunk))),
          0,
          content,
          chunk * 4096,
          4096);
    }
    return content;
  }
}
