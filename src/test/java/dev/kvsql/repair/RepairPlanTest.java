package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.CacheFinding;
import dev.kvsql.check.ChecksumMismatch;
import dev.kvsql.check.ChunkFinding;
import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.Findings;
import dev.kvsql.check.MetaFinding;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.Incoherence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a repair would do about what a check found. */
final class RepairPlanTest {
  @Test
  void nothingFoundIsNothingToDo() throws Exception {
    RepairPlan plan = RepairPlan.of(Damage.pages22().check());

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.left()).isEmpty();
  }

  @Test
  void everySafeFindingHasItsAction() throws Exception {
    Damage database =
        Damage.pages86Of1024()
            .resize(FileTag.MAIN, 21, 1, 3000)
            .put(FileTag.MAIN, 30, new byte[5])
            .put(FileTag.MAIN, 31, new byte[5])
            .put(FileTag.MAIN, 40, new byte[0])
            .put(FileTag.SHM, 1, new byte[7])
            .file(FileTag.JOURNAL, new byte[600]);

    assertThat(RepairPlan.of(database.check()).actions())
        .containsExactly(
            new RepairAction.ShortenChunk(FileTag.MAIN, 21, 3000, 2048),
            new RepairAction.DeleteOrphans(FileTag.MAIN, 30, 2, 10),
            new RepairAction.DeleteOrphans(FileTag.MAIN, 40, 1, 0),
            new RepairAction.DropSidecar(FileTag.SHM),
            new RepairAction.DropSidecar(FileTag.JOURNAL));
  }

  @Test
  void aRecoveryComesFirst() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'")
            .put(FileTag.MAIN, 40, new byte[1])
            .size(FileTag.SHM, 0);

    RepairPlan plan = RepairPlan.of(database.check());

    assertThat(plan.actions())
        .containsExactly(
            new RepairAction.Recover(FileTag.JOURNAL),
            new RepairAction.DeleteOrphans(FileTag.MAIN, 40, 1, 1),
            new RepairAction.DropSidecar(FileTag.SHM));
    assertThat(plan.left()).isEmpty();
  }

  @Test
  void aMetaThatIsTooSmallIsRaisedAndItsTailKept() throws Exception {
    Damage database = Damage.pages22().size(FileTag.MAIN, 20 * 4096);

    RepairPlan plan = RepairPlan.of(database.check());

    assertThat(plan.actions()).containsExactly(new RepairAction.RaiseSize(20 * 4096, 22 * 4096));
    assertThat(Findings.lines(plan.left())).contains("warn CHUNK-ORPHAN main 20+2 manual\n");
  }

  @Test
  void whatIsNotSafeIsLeft() throws Exception {
    Damage database =
        Damage.pages22()
            .size(FileTag.MAIN, 19 * 4096)
            .delete(FileTag.MAIN, 20, 1)
            .key("0801")
            .put(FileTag.MAIN, 3, new byte[17]);

    RepairPlan plan = RepairPlan.of(database.check());

    assertThat(plan.actions()).isEmpty();
    assertThat(Findings.lines(plan.left()))
        .contains("META-SHORT main manual", "CHUNK-SHORT main 3+1", "KEY-UNKNOWN", "CHUNK-ORPHAN");
  }

  @Test
  void aMainFileWithoutMetaIsLeftAndASidecarWithoutOneIsDropped() throws Exception {
    Damage database = Damage.pages22().withoutMeta(FileTag.MAIN).put(FileTag.WAL, 0, new byte[9]);

    RepairPlan plan = RepairPlan.of(database.check());

    assertThat(plan.actions()).containsExactly(new RepairAction.DropSidecar(FileTag.WAL));
    assertThat(plan.left()).containsExactly(new MetaFinding.Missing(FileTag.MAIN, 22, 22 * 4096));
  }

  /** Afterwards the checksums would fit, and nothing would tell. */
  @ParameterizedTest
  @EnumSource(names = {"MAIN", "JOURNAL"})
  void aRecoveryOfChunksThatAreNotWhatWasWrittenIsLeft(FileTag file) throws Exception {
    Damage crashed = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'");

    assertThat(RepairPlan.of(crashed.check().with(List.of(changed(file)))).actions()).isEmpty();
    assertThat(RepairPlan.of(crashed.check().with(List.of(changed(FileTag.WAL)))).actions())
        .containsExactly(new RepairAction.Recover(FileTag.JOURNAL));
  }

  @Test
  void aSidecarWhoseChunksAreNotWhatWasWrittenIsLeft() throws Exception {
    Damage database =
        Damage.pages22().file(FileTag.WAL, new byte[600]).put(FileTag.SHM, 0, new byte[9]);

    assertThat(
            RepairPlan.of(
                    database.check().with(List.of(changed(FileTag.WAL), changed(FileTag.SHM))))
                .actions())
        .isEmpty();
  }

  private static ChunkFinding.Checksum changed(FileTag file) {
    return new ChunkFinding.Checksum(file, 0, 1, new ChecksumMismatch.Differs("00", "11"));
  }

  @Test
  void aCacheIsNobodysToRepair() {
    Finding stale = new CacheFinding(FileTag.MAIN, new Incoherence.StaleBytes(1, 2), 1);

    RepairPlan plan = RepairPlan.of(new DatabaseReport("main", List.of(stale)));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.left()).containsExactly(stale);
  }
}
