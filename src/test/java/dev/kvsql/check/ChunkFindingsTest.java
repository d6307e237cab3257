package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check says about chunks. */
final class ChunkFindingsTest {
  private static final long SIZE = 22 * 4096;

  @Test
  void chunksPastTheEndAreOneFindingForEachRun() throws Exception {
    Damage database =
        Damage.pages22()
            .put(FileTag.MAIN, 22, new byte[4096])
            .put(FileTag.MAIN, 23, new byte[4096])
            .put(FileTag.MAIN, 25, new byte[1])
            .put(FileTag.MAIN, 0xffffffffL, new byte[4096]);

    assertThat(database.check().findings())
        .containsExactly(orphan(22, 2, 8192), orphan(25, 1, 1), orphan(0xffffffffL, 1, 4096));
    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            warn CHUNK-ORPHAN main 22+2 safe
            warn CHUNK-ORPHAN main 25+1 safe
            warn CHUNK-ORPHAN main 4294967295+1 safe
            """);
  }

  private static Finding orphan(long chunk, long count, long bytes) {
    return new ChunkFinding.Orphan(
        FileTag.MAIN, new ChunkRun(ChunkCondition.ORPHAN, chunk, count, 0, bytes), SIZE, false);
  }

  @Test
  void chunksPastTheEndOfAnEmptyFileStartAtTheFirstAndMayBeTheDatabase() {
    Damage database = Damage.ofFile(new byte[0]).put(FileTag.MAIN, 0, new byte[1]);

    assertThat(quick(database)).isEqualTo("warn CHUNK-ORPHAN main 0+1 manual\n");
  }

  @Test
  void whatLiesPastAnEndThatNoHeaderVouchesForMayBeTheDatabase() throws Exception {
    Damage unreadable = Damage.pages22().poke(0, 'X').put(FileTag.MAIN, 30, new byte[9]);
    Damage unaligned =
        Damage.pages22().size(FileTag.MAIN, SIZE + 5).put(FileTag.MAIN, 22, new byte[9]);

    assertThat(quick(unreadable))
        .isEqualTo(
            """
            fatal PAGE-HEADER main 0+1 manual
            warn CHUNK-ORPHAN main 30+1 manual
            """);
    assertThat(quick(unaligned))
        .isEqualTo(
            """
            error META-UNALIGNED main manual
            warn CHUNK-TAIL main 22+1 manual
            """);
  }

  @Test
  void aLastChunkThatReachesPastTheEndIsATail() throws Exception {
    Damage database = Damage.pages86Of1024().resize(FileTag.MAIN, 21, 1, 2049);

    assertThat(database.check().findings())
        .containsExactly(
            new ChunkFinding.Tail(
                FileTag.MAIN, new ChunkRun(ChunkCondition.TAIL, 21, 1, 2048, 2049), false));
    assertThat(Findings.lines(database.check())).isEqualTo("warn CHUNK-TAIL main 21+1 safe\n");
  }

  @Test
  void aLastChunkUpTo4096BytesIsATailAndAboveThatTooLong() throws Exception {
    Damage whole = Damage.pages86Of1024().resize(FileTag.MAIN, 21, 1, 4096);
    Damage more = Damage.pages86Of1024().resize(FileTag.MAIN, 21, 1, 4097);

    assertThat(Findings.lines(whole.check())).isEqualTo("warn CHUNK-TAIL main 21+1 safe\n");
    assertThat(Findings.lines(more.check())).isEqualTo("error CHUNK-LONG main 21+1 manual\n");
  }

  @Test
  void chunksOfMoreThan4096BytesAreAnError() throws Exception {
    Damage database = Damage.pages22().resize(FileTag.MAIN, 3, 2, 5000);

    assertThat(database.check().findings())
        .containsExactly(
            new ChunkFinding.TooLong(
                FileTag.MAIN, new ChunkRun(ChunkCondition.LONG, 3, 2, 8192, 10_000)));
    assertThat(Findings.lines(database.check())).isEqualTo("error CHUNK-LONG main 3+2 manual\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 21})
  void aChunkThatLacksBytesIsAnError(long chunk) throws Exception {
    Damage database = Damage.pages22().resize(FileTag.MAIN, chunk, 1, 4095);

    assertThat(quick(database)).isEqualTo("error CHUNK-SHORT main " + chunk + "+1 manual\n");
  }

  @Test
  void aJournalsChunkThatLacksBytesIsANotice() throws Exception {
    Damage database =
        Damage.pages22().file(FileTag.JOURNAL, new byte[9000]).resize(FileTag.JOURNAL, 1, 1, 10);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            notice CHUNK-SHORT journal 1+1 manual
            notice JOURNAL-STALE journal safe
            """);
  }

  @Test
  void aHoleWhereAPageIsInUseIsAnError() throws Exception {
    Damage database = Damage.pages22().delete(FileTag.MAIN, 4, 3);

    assertThat(quick(database)).isEqualTo("error CHUNK-MISSING main 4+3 lossy\n");
    assertThat(Findings.lines(database.check()))
        .startsWith(
            """
            error CHUNK-MISSING main 4+3 lossy
            error PAGE-TREE main 4+3 manual
            error SQLITE-INTEGRITY main manual
            """);
  }

  @Test
  void aHoleWhereTheLastPagesAreIsAnError() throws Exception {
    Damage database = Damage.pages22().delete(FileTag.MAIN, 20, 2);

    assertThat(quick(database)).isEqualTo("error CHUNK-MISSING main 20+2 lossy\n");
  }

  @Test
  void aHoleWhereAFreePageIsIsANotice() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
    long trunk = database.number(32);
    long leaf = database.number((trunk - 1) * 4096 + 8);
    database.delete(FileTag.MAIN, leaf - 1, 1);

    assertThat(Findings.lines(database.check()))
        .isEqualTo("notice CHUNK-MISSING main " + (leaf - 1) + "+1 lossy\n");
  }

  @Test
  void aHoleWhereTheFreelistsTrunkIsIsAnError() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
    long trunk = database.number(32);
    database.delete(FileTag.MAIN, trunk - 1, 1);

    assertThat(quick(database)).isEqualTo("error CHUNK-MISSING main " + (trunk - 1) + "+1 lossy\n");
  }

  @Test
  void aHoleThatIsPartlyInUseIsCutWhereTheUseChanges() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id IN (5, 10)");
    long trunk = database.number(32);
    long leaf = database.number((trunk - 1) * 4096 + 8);
    database.delete(FileTag.MAIN, leaf - 2, 2);

    assertThat(quick(database))
        .isEqualTo(
            """
            error CHUNK-MISSING main %d+1 lossy
            notice CHUNK-MISSING main %d+1 lossy
            """
                .formatted(leaf - 2, leaf - 1));
  }

  @Test
  void theLockBytePageIsAHoleThatDoesNoHarm() throws Exception {
    long pages = 16386;
    Damage database =
        Damage.database("PRAGMA page_size=65536", "CREATE TABLE t(x)")
            .poke(28, 0, 0, (int) (pages >> 8), (int) (pages & 0xff))
            .size(FileTag.MAIN, pages * 65536);

    assertThat(quick(database)).isEqualTo("notice CHUNK-MISSING main 32+262144 lossy\n");
  }

  @Test
  void aHoleInASidecarIsANotice() throws Exception {
    Damage database =
        Damage.pages22().file(FileTag.JOURNAL, new byte[9000]).delete(FileTag.JOURNAL, 1, 1);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            notice CHUNK-MISSING journal 1+1 lossy
            notice JOURNAL-STALE journal safe
            """);
  }

  @Test
  void aValueWithoutAByteInsideTheFileIsAHoleAsWell() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 6, new byte[0]);

    assertThat(quick(database))
        .isEqualTo(
            """
            error CHUNK-MISSING main 6+1 lossy
            warn CHUNK-EMPTY main 6+1 safe
            """);
  }

  @Test
  void whatAPagePointsToIsNoOrphanToDelete() throws Exception {
    // The header's page count means nothing, as programs of before SQLite 3.7.0 leave it.
    Damage database = Damage.pages22().poke(92, 0, 0, 0, 0).size(FileTag.MAIN, 20 * 4096);

    assertThat(Findings.lines(database.check()))
        .contains("warn CHUNK-ORPHAN main 20+2 manual\n")
        .contains("error PAGE-TREE");

    Damage half = Damage.pages86Of1024().poke(92, 0, 0, 0, 0).size(FileTag.MAIN, 85 * 1024);

    assertThat(Findings.lines(half.check()))
        .contains("warn CHUNK-TAIL main 21+1 manual\n")
        .contains("error PAGE-TREE");
  }

  @Test
  void aValueWithoutABytePastTheEndIsAnOrphan() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 22, new byte[0]);

    assertThat(Findings.lines(database.check())).isEqualTo("warn CHUNK-ORPHAN main 22+1 safe\n");
  }

  @Test
  void aChunkWithoutAByteWhereAFreePageIsIsAWarningOnly() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
    long trunk = database.number(32);
    long leaf = database.number((trunk - 1) * 4096 + 8);
    database.put(FileTag.MAIN, leaf - 1, new byte[0]);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            warn CHUNK-EMPTY main %1$d+1 safe
            notice CHUNK-MISSING main %1$d+1 lossy
            """
                .formatted(leaf - 1));
  }

  @Test
  void aHoleIsNotJudgedWhereTheHeaderIsGone() throws Exception {
    Damage database = Damage.pages22().delete(FileTag.MAIN, 0, 1);

    assertThat(database.check().findings())
        .contains(
            new ChunkFinding.Missing(
                FileTag.MAIN,
                new ChunkRun(ChunkCondition.MISSING, 0, 1, 4096, 0),
                HoleUse.NOT_KNOWN));
    assertThat(quick(database))
        .isEqualTo(
            """
            fatal PAGE-HEADER main 0+1 manual
            error CHUNK-MISSING main 0+1 lossy
            """);
  }

  private static String quick(Damage database) {
    return Findings.lines(DatabaseCheck.of("main", database.store(), Level.QUICK));
  }
}
