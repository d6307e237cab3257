package dev.kvsql.repair;

import dev.kvsql.check.CacheFinding;
import dev.kvsql.check.ChunkFinding;
import dev.kvsql.check.DatabaseFinding;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.JournalFinding;
import dev.kvsql.check.MetaFinding;
import dev.kvsql.check.PageFinding;
import dev.kvsql.check.RepairClass;
import dev.kvsql.check.StoreFinding;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.InferredSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

  /** The plan of what is safe, for what a check found in one database. */
  public static RepairPlan of(DatabaseReport report) {
    return plan(report, RepairPlan::safe);
  }

  /**
   * The plan of what is safe or allowed.
   *
   * @param allowed findings that may be repaired at a loss
   * @param chunks the database that the report is about
   */
  static RepairPlan of(DatabaseReport report, Set<FindingId> allowed, ChunkStore chunks) {
    return plan(
        report,
        finding ->
            safe(finding)
                .or(() ->
                    finding.repair() == RepairClass.LOSSY && allowed.contains(finding.id())
                        ? lossy(finding, chunks)
                        : Optional.empty()));
  }

  private static RepairPlan plan(
      DatabaseReport report, Function<Finding, Optional<RepairAction>> mends) {
    List<RepairAction> recoveries = new ArrayList<>();
    List<RepairAction> actions = new ArrayList<>();
    List<Finding> left = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Optional<RepairAction> action =
          isUnproven(finding, report) ? Optional.empty() : mends.apply(finding);
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

  /**
   * Whether the repair uses chunks that are not what was written, or deletes a file that they are
   * in: what it writes gets new checksums, and afterwards nothing tells of the damage.
   */
  private static boolean isUnproven(Finding finding, DatabaseReport report) {
    return report.findings().stream()
        .anyMatch(
            other -> other instanceof ChunkFinding.Checksum checksum && isUsed(checksum, finding));
  }

  private static boolean isUsed(ChunkFinding.Checksum checksum, Finding finding) {
    return switch (finding) {
      case ChunkFinding.Tail tail -> checksum.covers(tail.file(), tail.run().firstChunk());
      case JournalFinding.Hot hot ->
          checksum.file() == hot.file() || checksum.file() == FileTag.MAIN;
      case JournalFinding.Stale stale -> checksum.file() == stale.file();
      case MetaFinding.Missing missing -> checksum.file() == missing.file();
      case MetaFinding.WalLost lost -> checksum.file() == lost.file();
      case StoreFinding _,
          DatabaseFinding _,
          MetaFinding _,
          ChunkFinding _,
          JournalFinding _,
          PageFinding _,
          CacheFinding _ ->
          false;
    };
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return actions.isEmpty();
  }

  private static Optional<RepairAction> safe(Finding finding) {
    return finding.repair() == RepairClass.SAFE ? action(finding) : Optional.empty();
  }

  /** What mends a finding at a loss. */
  private static Optional<RepairAction> lossy(Finding finding, ChunkStore chunks) {
    return finding instanceof MetaFinding meta
        ? Optional.of(new RepairAction.InferSize(meta.file(), InferredSize.of(chunks, meta.file())))
        : Optional.empty();
  }

  /** What mends a finding whose repair is safe; a cache's findings end with its process. */
  private static Optional<RepairAction> action(Finding finding) {
    return switch (finding) {
      case JournalFinding.Hot hot -> Optional.of(new RepairAction.Recover(hot.file()));
      case MetaFinding.TooSmall meta ->
          Optional.of(new RepairAction.RaiseSize(meta.metaBytes(), meta.headerBytes()));
      case ChunkFinding.Orphan orphan ->
          Optional.of(
              new RepairAction.DeleteOrphans(
                  orphan.file(),
                  orphan.run().firstChunk(),
                  orphan.run().count(),
                  orphan.run().storedBytes()));
      case ChunkFinding.Tail tail ->
          Optional.of(
              new RepairAction.ShortenChunk(
                  tail.file(),
                  tail.run().firstChunk(),
                  (int) tail.run().storedBytes(),
                  (int) tail.run().expectedBytes()));
      case ChunkFinding.Empty empty ->
          Optional.of(
              new RepairAction.DeleteEmpty(
                  empty.file(), empty.run().firstChunk(), empty.run().count()));
      case JournalFinding.Stale stale -> Optional.of(new RepairAction.DropSidecar(stale.file()));
      case MetaFinding.Missing missing -> Optional.of(new RepairAction.DropSidecar(missing.file()));
      case StoreFinding.Dirty _,
          StoreFinding.PendingLog _,
          StoreFinding.LogRefused _,
          DatabaseFinding.RecordUnreadable _,
          DatabaseFinding.KeyUnknown _,
          JournalFinding.Incomplete _,
          MetaFinding.WalLost _,
          MetaFinding.Malformed _,
          MetaFinding.Unaligned _,
          ChunkFinding.TooLong _,
          ChunkFinding.TooShort _,
          ChunkFinding.Missing _,
          ChunkFinding.Checksum _,
          ChunkFinding.More _,
          StoreFinding.Changed _,
          PageFinding _,
          CacheFinding _ ->
          Optional.empty();
    };
  }
}
