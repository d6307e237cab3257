package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Journals and WALs of which parts are missing. SQLite would apply what is left and delete it; so
 * would a repair, and the rest of a transaction, or of several, would be gone for good.
 */
final class IncompleteJournalTest {
  /** Two transactions of which the second is cut. */
  @Test
  void aWalWithCommitsPastItsEndIsNotWhole() throws Exception {
    Damage database = wal();
    database.size(FileTag.WAL, 32 + 2 * (24 + 4096));

    assertThat(database.check().findings()).contains(new JournalFinding.Incomplete(FileTag.WAL, 2));
    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error JOURNAL-HOT wal manual
            warn CHUNK-TAIL wal 2+1 manual
            warn CHUNK-ORPHAN wal 3+4 manual
            """);
  }

  @Test
  void aWalWithAHoleAmongItsFramesIsNotWhole() throws Exception {
    Damage database = wal().delete(FileTag.WAL, 3, 1);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error JOURNAL-HOT wal manual
            notice CHUNK-MISSING wal 3+1 lossy
            """);
  }

  @Test
  void aJournalWithoutItsFirstChunkIsNotWhole() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .delete(FileTag.JOURNAL, 0, 1);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error JOURNAL-HOT journal manual
            notice CHUNK-MISSING journal 0+1 lossy
            """);
  }

  @Test
  void aJournalWithAHoleAmongItsPagesIsNotWhole() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .delete(FileTag.JOURNAL, 2, 1);

    assertThat(database.check().findings())
        .contains(new JournalFinding.Incomplete(FileTag.JOURNAL, 1));
  }

  @Test
  void aJournalWithPagesPastItsEndIsNotWhole() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .size(FileTag.JOURNAL, 9000);

    assertThat(database.check().findings())
        .contains(new JournalFinding.Incomplete(FileTag.JOURNAL, 2));
    assertThat(Findings.lines(database.check())).doesNotContain(" safe");
  }

  /** The first thing that happens to a journal that is deleted or cut to nothing. */
  @Test
  void aJournalThatWasEmptiedIsStaleWhateverChunksItStillHas() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .size(FileTag.JOURNAL, 0);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            warn CHUNK-ORPHAN journal 0+5 safe
            notice JOURNAL-STALE journal safe
            """);
  }

  /** Shorter than a sector may be on purpose: records and the next header leave gaps. */
  @Test
  void aJournalWithARecordOfAnotherChecksumIsNotWhole() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .resize(FileTag.JOURNAL, 2, 1, 1500);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            error JOURNAL-HOT journal manual
            notice CHUNK-SHORT journal 2+1 manual
            """);
  }

  @Test
  void aWalWhoseOnlyTransactionHasAHoleIsNotWhole() throws Exception {
    Damage database =
        Damage.crashedInWal(Damage.pages22(), "UPDATE t SET body = body || 'y'")
            .delete(FileTag.WAL, 15, 1);

    assertThat(database.check().findings()).contains(new JournalFinding.Incomplete(FileTag.WAL, 0));
  }

  @Test
  void aWalWhoseFirstChunkIsShorterThanItMustBeIsNotWhole() throws Exception {
    Damage database = wal().put(FileTag.WAL, 0, new byte[100]);

    assertThat(database.check().findings()).contains(new JournalFinding.Incomplete(FileTag.WAL, 0));
  }

  @Test
  void aWalThatLostItsMetaWithCommitsOfItsOwnIsNoLeftover() throws Exception {
    assertThat(Findings.lines(wal().withoutMeta(FileTag.WAL).check()))
        .isEqualTo("error META-MISSING wal lossy\n");
  }

  /** What a process leaves that dies as it deletes its WAL, after the checkpoint. */
  @Test
  void aWalWithoutMetaThatBringsNothingIsALeftover() throws Exception {
    Damage written = wal();
    Damage checkpointed = wal().run("PRAGMA locking_mode=EXCLUSIVE", "SELECT * FROM t");
    for (Entry chunk : StoreContents.of(written.store(), StoreKey.chunks(FileTag.WAL))) {
      StoreContents.fill(checkpointed.store(), List.of(chunk));
    }

    assertThat(Findings.lines(checkpointed.check())).isEqualTo("warn META-MISSING wal safe\n");
  }

  private static Damage wal() throws SQLException {
    return Damage.crashedInWal(
        Damage.empty(), "CREATE TABLE t(x)", "INSERT INTO t VALUES(zeroblob(9000))");
  }
}
