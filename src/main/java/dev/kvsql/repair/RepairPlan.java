package dev.kvsql.repair;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.RepairClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a repair would do: the very actions that {@link Repair} carries out, and the findings that
 * it leaves alone.
 *
 * @param actions in the order in which they are carried out
 * @param left findings that are not safe to mend
 */
public record RepairPlan(List<RepairAction> actions, List<Finding> left) {
  public RepairPlan {
    actions = List.copyOf(actions);
    left = List.copyOf(left);
  }

  /** The plan for what a check found in one database. */
  public static RepairPlan of(DatabaseReport report) {
    List<RepairAction> recoveries = new ArrayList<>();
    List<RepairAction> actions = new ArrayList<>();
    List<Finding> left = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Optional<RepairAction> action =
          finding.repair() == RepairClass.SAFE && !isUnproven(finding, report)
              ? action(finding)
              : Optional.empty();
      if (action.isEmpty()) {
        left.add(finding);
      } else if (action.get() instanceof RepairAction.Recover recover) {
        recoveries.add(recover);
      } else {
        actions.add(action.get());
      }
    }
    // Everything else was found on the recovered copy, so it comes after the recovery.
    recoveries.addAll(actions);
    return new RepairPlan(recoveries, left);
  }

  /** Whether what the repair would keep is not what was written: it would get a new checksum. */
  private static boolean isUnproven(Finding finding, DatabaseReport report) {
    return finding instanceof Finding.ChunkTail tail
        && report.findings().stream()
            .anyMatch(other ->
                other instanceof Finding.ChunkChecksum checksum
                    && checksum.covers(tail.file(), tail.run().firstChunk()));
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return actions.isEmpty();
  }

  /** What mends a finding whose repair is safe; a cache's findings end with its process. */
  private static Optional<RepairAction> action(Finding finding) {
    return switch (finding) {
      case Finding.JournalHot hot -> Optional.of(new RepairAction.Recover(hot.file()));
      case Finding.MetaShort meta ->
          Optional.of(new RepairAction.RaiseSize(meta.metaBytes(), meta.headerBytes()));
      case Finding.ChunkOrphan orphan ->
          Optional.of(
              new RepairAction.DeleteOrphans(
                  orphan.file(),
                  orphan.run().firstChunk(),
                  orphan.run().count(),
                  orphan.run().storedBytes()));
      case Finding.ChunkTail tail ->
          Optional.of(
              new RepairAction.ShortenChunk(
                  tail.file(),
                  tail.run().firstChunk(),
                  (int) tail.run().storedBytes(),
                  (int) tail.run().expectedBytes()));
      case Finding.ChunkEmpty empty ->
          Optional.of(
              new RepairAction.DeleteEmpty(
                  empty.file(), empty.run().firstChunk(), empty.run().count()));
      case Finding.JournalStale stale -> Optional.of(new RepairAction.DropSidecar(stale.file()));
      case Finding.MetaMissing missing -> Optional.of(new RepairAction.DropSidecar(missing.file()));
      case Finding.StoreDirty _,
          Finding.StoreLog _,
          Finding.StoreLogRefused _,
          Finding.RecordUnreadable _,
          Finding.KeyUnknown _,
          Finding.MetaMalformed _,
          Finding.MetaUnaligned _,
          Finding.ChunkLong _,
          Finding.ChunkShort _,
          Finding.ChunkMissing _,
          Finding.ChunkChecksum _,
          Finding.PageHeader _,
          Finding.SqliteIntegrity _,
          Finding.CacheIncoherent _ ->
          Optional.empty();
    };
  }
}
