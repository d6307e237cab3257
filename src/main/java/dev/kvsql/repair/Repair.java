package dev.kvsql.repair;

import dev.kvsql.check.ChecksumCheck;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Carries a plan out: first on a copy-on-write view, which is checked; then the undo record is
 * written and forced; then the store gets everything as one batch, and is checked again. When it is
 * worse than before at either check, the store is left, or put back, as it was.
 */
public final class Repair {
  private final String store;
  private final String database;
  private final ChunkStore chunks;
  private final Optional<ChecksumMap> checksums;

  /** A repair of one database of a store. */
  public Repair(Store store, String database) {
    this(store.name(), database, store.database(database), store.checksums(database));
  }

  /**
   * A repair of one database.
   *
   * @param store path of the store, for the undo record
   * @param checksums what the database keeps of its chunks
   */
  Repair(String store, String database, ChunkStore chunks, Optional<ChecksumMap> checksums) {
    this.store = store;
    this.database = database;
    this.chunks = chunks;
    this.checksums = checksums;
  }

  /** How a repair went. */
  public sealed interface Outcome {}

  /** Done; {@code after} is what a check finds now. */
  public record Done(long keys, Path undoFile, DatabaseReport after) implements Outcome {}

  /** Not done, or taken back: the store is as it was. */
  public record Refused(String why) implements Outcome {}

  /**
   * Carries out a plan.
   *
   * @param before what the check found that the plan was made from
   * @throws IOException when the undo record cannot be written; the store is as it was
   */
  public Outcome apply(RepairPlan plan, DatabaseReport before, Path undoFile) throws IOException {
    return apply(plan, before, RecordedWrite.diskFor(undoFile), undoFile);
  }

  /** Carries a plan out, with the undo record on a disk of choice. */
  Outcome apply(RepairPlan plan, DatabaseReport before, Disk disk, Path undoFile)
      throws IOException {
    OverlayChunkStore view = new OverlayChunkStore(chunks);
    try {
      ActionRunner runner = new ActionRunner(view);
      for (RepairAction action : plan.actions()) {
        runner.run(action);
      }
    } catch (SQLException e) {
      return new Refused("SQLite could not recover it: " + e.getMessage());
    }
    DatabaseReport expected = check(view);
    if (isWorse(before, expected)) {
      return new Refused("the repaired copy checks worse than the original");
    }
    Changes changes = Changes.of(chunks, view);
    RecordedWrite write = new RecordedWrite(store, database, chunks, disk, undoFile);
    long keys = write.apply("repair", changes, changes.batch());
    DatabaseReport after = check(chunks);
    if (isWorse(before, after)) {
      write.putBack();
      return new Refused("the repaired store checked worse, so it was put back as it was");
    }
    return new Done(keys, undoFile, after);
  }

  /** The checksums are those of the chunks in the store, whatever a view has in their place. */
  private DatabaseReport check(ChunkStore view) {
    return DatabaseCheck.of(database, view, Level.FULL).with(ChecksumCheck.of(chunks, checksums));
  }

  /** Whether something is found afterwards that was not before, and is more than a notice. */
  private static boolean isWorse(DatabaseReport before, DatabaseReport after) {
    List<Finding> known = before.findings();
    return after.countFrom(Severity.WARN) > before.countFrom(Severity.WARN)
        || after.findings().stream()
            .filter(found -> found.severity().reaches(Severity.ERROR))
            .anyMatch(found -> known.stream().noneMatch(old -> old.id() == found.id()));
  }
}
