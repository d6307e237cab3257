package dev.kvsql.repair;

import dev.kvsql.check.ChecksumCheck;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   * Tries on a view what would be repaired, and checks the result.
   *
   * @param before what a full check of the database finds
   * @param allowed findings that may be repaired at a loss
   */
  public Rehearsal rehearse(DatabaseReport before, Set<FindingId> allowed) {
    return Rehearsal.of(chunks, before, allowed, this::check);
  }

  /**
   * Does in the store what was rehearsed.
   *
   * @param before what the check found that it was rehearsed for
   * @param audit what is done, a line each, for the undo record
   * @throws IOException when the undo record cannot be written; the store is as it was
   */
  public Outcome apply(
      Rehearsal rehearsal, DatabaseReport before, List<String> audit, Path undoFile)
      throws IOException {
    return rehearsal.plan().isEmpty()
        ? new Refused(rehearsal.objection().orElse("there is nothing to do"))
        : apply(rehearsal, before, audit, RecordedWrite.diskFor(undoFile), undoFile);
  }

  /**
   * Carries out a plan as it is, without looking for more to mend.
   *
   * @throws IOException when the undo record cannot be written; the store is as it was
   */
  public Outcome apply(RepairPlan plan, DatabaseReport before, Path undoFile) throws IOException {
    return apply(plan, before, RecordedWrite.diskFor(undoFile), undoFile);
  }

  /** Carries a plan out, with the undo record on a disk of choice. */
  Outcome apply(RepairPlan plan, DatabaseReport before, Disk disk, Path undoFile)
      throws IOException {
    Rehearsal rehearsal = Rehearsal.of(chunks, before, plan, this::check);
    return rehearsal.objection().isPresent()
        ? new Refused(rehearsal.objection().get())
        : apply(rehearsal, before, List.of(), disk, undoFile);
  }

  private Outcome apply(
      Rehearsal rehearsal, DatabaseReport before, List<String> audit, Disk disk, Path undoFile)
      throws IOException {
    OverlayChunkStore view = rehearsal.view();
    RecordedWrite write = new RecordedWrite(store, database, chunks, disk, undoFile);
    Changes changes = Changes.of(chunks, view);
    long keys = write.apply("repair", audit, changes, view.changes());
    DatabaseReport after = check(chunks);
    // What a view still changes after the write is what the write did not do.
    boolean inPlace = !changes.iterator().hasNext();
    if (!inPlace || Comparison.isWorse(before, after)) {
      write.putBack();
      return new Refused("the repaired store checked worse, so it was put back as it was");
    }
    return new Done(keys, undoFile, after);
  }

  /** The checksums are those of the chunks in the store, whatever a view has in their place. */
  private DatabaseReport check(ChunkStore view) {
    return DatabaseCheck.of(database, view, Level.FULL).with(ChecksumCheck.of(chunks, checksums));
  }
}
