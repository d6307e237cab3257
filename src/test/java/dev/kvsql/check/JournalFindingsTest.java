package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.JournalFinding.Stale.Reason;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.RivetFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says about journals, WALs and shared memory. */
final class JournalFindingsTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void aCommitThatCrashedLeavesARecoveryPending() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4");

    // Three rows' pages, and page 1 for its change counter.
    assertThat(database.check().findings())
        .containsExactly(new JournalFinding.Hot(FileTag.JOURNAL, 4, false));
    assertThat(Findings.lines(database.check()))
        .isEqualTo("recovery-pending JOURNAL-HOT journal safe\n");
  }

  @Test
  void aQuickCheckJudgesTheRecoveredCopyToo() throws Exception {
    Damage database = Damage.crashedCommit(Damage.pages22(), "DELETE FROM t");

    assertThat(Findings.lines(DatabaseCheck.of("main", database.store(), Level.QUICK)))
        .isEqualTo("recovery-pending JOURNAL-HOT journal safe\n");
  }

  @Test
  void rivetsCrashedCommitIsARecoveryPending() throws Exception {
    RivetFixture fixture = new RivetFixture("hot-journal-mid-commit");

    assertThat(DatabaseCheck.of("main", fixture.load(), Level.FULL).findings())
        .containsExactly(new JournalFinding.Hot(FileTag.JOURNAL, 400, false));
  }

  @Test
  void whatIsWrongBesideAHotJournalIsFoundOnTheRecoveredCopy() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .put(FileTag.MAIN, 40, new byte[7])
            .key("0805");

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            warn KEY-UNKNOWN manual
            warn CHUNK-ORPHAN main 40+1 safe
            recovery-pending JOURNAL-HOT journal safe
            """);
  }

  @Test
  void whatTheRollbackMendsIsNoFinding() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4");
    database.change(FileTag.MAIN, 4, page -> new byte[4096]);

    assertThat(Findings.lines(database.check()))
        .isEqualTo("recovery-pending JOURNAL-HOT journal safe\n");
  }

  @Test
  void aWalWithCommittedFramesIsARecoveryPending() throws Exception {
    Damage database = wal("CREATE TABLE t(x)", "INSERT INTO t VALUES(zeroblob(9000))");

    assertThat(Findings.lines(database.check()))
        .isEqualTo("recovery-pending JOURNAL-HOT wal safe\n");
  }

  @Test
  void aWalOverAMainFileWithoutAByteIsARecoveryPending() throws Exception {
    Damage database = wal("CREATE TABLE t(x)").size(FileTag.MAIN, 0).delete(FileTag.MAIN, 0, 9);

    assertThat(Findings.lines(database.check())).contains("JOURNAL-HOT wal");
  }

  @Test
  void aWalWhoseCommitsAreDamagedIsStale() throws Exception {
    Damage database =
        wal("CREATE TABLE t(x)")
            .change(
                FileTag.WAL,
                0,
                chunk -> {
                  Arrays.fill(chunk, 100, 4096, (byte) 1);
                  return chunk;
                });

    assertThat(database.check().findings())
        .contains(new JournalFinding.Stale(FileTag.WAL, Reason.NO_COMMIT, size(database)));
  }

  @Test
  void aHotJournalOfAMainFileThatIsCutShortIsNotApplied() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .size(FileTag.MAIN, 10 * 4096);

    assertThat(database.check().findings())
        .contains(new JournalFinding.Hot(FileTag.JOURNAL, 4, true));
    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error META-SHORT main safe
            warn CHUNK-ORPHAN main 10+12 manual
            recovery-pending JOURNAL-HOT journal manual
            """);
  }

  @Test
  void aHotJournalOfAMainFileWhoseSizeIsLostIsNotStale() throws Exception {
    Damage crashed = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4");

    assertThat(Findings.lines(crashed.size(FileTag.MAIN, 0).check()))
        .isEqualTo(
            """
            error META-SHORT main safe
            warn CHUNK-ORPHAN main 0+22 manual
            recovery-pending JOURNAL-HOT journal manual
            """);
    assertThat(Findings.lines(crashed.withoutMeta(FileTag.MAIN).check()))
        .isEqualTo(
            """
            error META-MISSING main lossy
            recovery-pending JOURNAL-HOT journal manual
            """);
  }

  @Test
  void aHotJournalBesideAMetaThatIsNoneIsNotApplied() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .meta(FileTag.WAL, new byte[3]);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            fatal META-MALFORMED wal lossy
            recovery-pending JOURNAL-HOT journal manual
            """);
  }

  @Test
  void whatKeepsSqliteFromRecoveringIsFound() throws Exception {
    Damage database =
        Damage.crashedInWal(
                Damage.database("PRAGMA page_size=16384", "CREATE TABLE t(x)"),
                "INSERT INTO t VALUES(1)")
            .put(FileTag.MAIN, 0, new byte[0])
            .key("0805");

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            fatal PAGE-HEADER main 0+1 manual
            error CHUNK-MISSING main 0+1 lossy
            error SQLITE-INTEGRITY main manual
            warn KEY-UNKNOWN manual
            warn CHUNK-EMPTY main 0+1 safe
            recovery-pending JOURNAL-HOT wal manual
            """);
  }

  private static long size(Damage database) {
    return DatabaseSurvey.of(database.store())
        .file(FileTag.WAL)
        .orElseThrow()
        .sizeBytes()
        .orElseThrow();
  }

  @Test
  void aJournalWithoutAByteIsStale() throws Exception {
    assertStale(Damage.pages22().size(FileTag.JOURNAL, 0), FileTag.JOURNAL, Reason.EMPTY, 0);
  }

  @Test
  void aWalWithoutAByteIsStale() throws Exception {
    assertStale(Damage.pages22().size(FileTag.WAL, 0), FileTag.WAL, Reason.EMPTY, 0);
  }

  @Test
  void theJournalOfAFinishedTransactionIsStale() throws Exception {
    Damage database =
        Damage.pages22().run("PRAGMA journal_mode=PERSIST", "UPDATE t SET body = 1 WHERE id = 1");
    long size =
        DatabaseSurvey.of(database.store())
            .file(FileTag.JOURNAL)
            .orElseThrow()
            .sizeBytes()
            .orElseThrow();

    assertThat(size).isPositive();
    assertStale(database, FileTag.JOURNAL, Reason.FINISHED, size);
  }

  @Test
  void aJournalThatIsNoneIsStale() throws Exception {
    byte[] text = "no journal at all, but some text".repeat(30).getBytes(StandardCharsets.US_ASCII);

    assertStale(
        Damage.pages22().file(FileTag.JOURNAL, text),
        FileTag.JOURNAL,
        Reason.NOT_A_JOURNAL,
        text.length);
    assertStale(
        Damage.pages22().file(FileTag.WAL, text), FileTag.WAL, Reason.NOT_A_JOURNAL, text.length);
  }

  @Test
  void aHotJournalBesideAnEmptyMainFileIsStale() throws Exception {
    Damage database = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'");
    database.delete(FileTag.MAIN, 0, 100).size(FileTag.MAIN, 0);

    assertThat(Findings.lines(database.check())).isEqualTo("notice JOURNAL-STALE journal safe\n");
    assertThat(database.check().findings().getFirst())
        .isInstanceOfSatisfying(
            JournalFinding.Stale.class,
            stale -> assertThat(stale.why()).isEqualTo(Reason.MAIN_EMPTY));
  }

  @Test
  void sharedMemoryIsStale() throws Exception {
    assertStale(
        Damage.pages22().file(FileTag.SHM, new byte[32768]),
        FileTag.SHM,
        Reason.SHARED_MEMORY,
        32768);
  }

  @Test
  void sidecarsWithoutAMainFileDoNotMakeOne() throws Exception {
    Damage database = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'");
    database.delete(FileTag.MAIN, 0, 100).withoutMeta(FileTag.MAIN);

    assertThat(Findings.lines(database.check())).isEqualTo("notice JOURNAL-STALE journal safe\n");
  }

  private static void assertStale(Damage database, FileTag file, Reason why, long size) {
    assertThat(database.check().findings())
        .containsExactly(new JournalFinding.Stale(file, why, size));
    assertThat(Findings.lines(database.check()))
        .isEqualTo("notice JOURNAL-STALE " + file.label() + " safe\n");
  }

  /** A WAL as it is before its checkpoint. */
  private Damage wal(String... sql) throws Exception {
    Path file = dir.resolve("wal.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      for (String one : sql) {
        statement.execute(one);
      }
      return Damage.ofFile(Files.readAllBytes(file))
          .file(FileTag.WAL, Files.readAllBytes(dir.resolve("wal.db-wal")));
    }
  }
}
