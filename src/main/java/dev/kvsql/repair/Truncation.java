package dev.kvsql.repair;

import dev.kvsql.check.ChecksumCheck;
import dev.kvsql.check.Recovery;
import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.Disk;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.TruncatePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A truncate carried out so that it can be taken back: the undo record is written and forced, then
 * the store gets the plan as one batch, the one that {@link ChunkFile} hands over, and then the
 * file is checked. When it is not as it should be, everything is put back.
 *
 * <p>Memory does not depend on how much is cut off. For a store that nobody else changes meanwhile.
 */
public final class Truncation {
  private final String store;
  private final String database;
  private final ChunkStore chunks;
  private final Optional<ChecksumMap> checksums;
  private final FileTag file;
  private final TruncatePlan plan;
  private final OverlayChunkStore view;
  private final WriteBatch batch;
  private final Changes changes;

  /**
   * Readies a truncate; the store is only read.
   *
   * @throws StoreException when there is no such file, or it cannot be read, or has another size
   *     than the plan says
   */
  public Truncation(Store store, String database, FileTag file, TruncatePlan plan) {
    this(store.name(), database, store.database(database), store.checksums(database), file, plan);
  }

  /**
   * Readies a truncate.
   *
   * @param store path of the store, for the undo record
   * @param checksums what the database keeps of its chunks
   */
  Truncation(
      String store,
      String database,
      ChunkStore chunks,
      Optional<ChecksumMap> checksums,
      FileTag file,
      TruncatePlan plan) {
    this.store = store;
    this.database = database;
    this.chunks = chunks;
    this.checksums = checksums;
    this.file = file;
    this.plan = plan;
    view = new OverlayChunkStore(chunks);
    batch = handedOver();
    changes = Changes.of(chunks, view);
  }

  /** What a file that is truncated hands over to its store. */
  private WriteBatch handedOver() {
    List<WriteBatch> batches = new ArrayList<>();
    ChunkFile truncated =
        ChunkFile.open(new TracingChunkStore(view, batches::add), file, new ReadCache(0))
            .orElseThrow(() -> failed("has no " + file.label() + " file"));
    if (truncated.sizeBytes() != plan.oldSizeBytes()) {
      throw failed(
          "%s has %,d bytes, the plan is for %,d; nothing was changed"
              .formatted(file.label(), truncated.sizeBytes(), plan.oldSizeBytes()));
    }
    truncated.truncate(plan.newSizeBytes());
    truncated.handOver(Durability.FORCED);
    return batches.getFirst();
  }

  private StoreException failed(String problem) {
    return new StoreException.Failed(store + ": database " + database + ": " + problem, null);
  }

  /** How a truncate went. */
  public sealed interface Outcome {}

  /** Nothing had to be written, and nothing was. */
  public record Unchanged() implements Outcome {}

  /** Done, and checked. */
  public record Done(long keys, Path undoFile) implements Outcome {}

  /** Whether there is anything to write. */
  public boolean isNeeded() {
    return !batch.isEmpty();
  }

  /** What somebody should know before this is done. */
  public List<Concern> concerns() {
    List<Concern> found = new ArrayList<>();
    if (isNeeded()) {
      recoveriesInTheWay()
          .forEach(journal -> found.add(new Concern.RecoveryPending(journal, file)));
      if (!ChecksumCheck.of(chunks, checksums, written()).isEmpty()) {
        found.add(new Concern.ChecksumsWrong(file));
      }
    }
    if (leavesSomethingPastEnd()) {
      found.add(new Concern.LeftPastEnd(file));
    }
    return List.copyOf(found);
  }

  /** Sidecars that are applied to the main file which is truncated, or are truncated themselves. */
  private List<FileTag> recoveriesInTheWay() {
    boolean main = file == FileTag.MAIN;
    long mainBytes =
        main ? plan.largerSizeBytes() : FileMeta.sizeIn(chunks, FileTag.MAIN).orElse(0);
    return Recovery.pending(chunks, mainBytes).stream()
        .filter(journal -> main || journal == file)
        .toList();
  }

  private boolean leavesSomethingPastEnd() {
    OptionalLong last = plan.lastChunk();
    byte[] value = last.isPresent() ? view.get(StoreKey.chunk(file, last.getAsLong())) : null;
    return view.scan(StoreKey.chunksFrom(file, plan.firstDeletedChunk())).hasNext()
        || (value != null && value.length > plan.lastChunkBytes());
  }

  /** The chunks of which some are written or deleted, whichever way the size goes. */
  private KeyRange written() {
    long first = plan.smallerSizeBytes() / StoreKey.CHUNK_BYTES;
    return switch (plan.direction()) {
      case GROW -> StoreKey.chunks(file, first, plan.firstDeletedChunk());
      case SHRINK, NONE -> StoreKey.chunksFrom(file, first);
    };
  }

  /**
   * Carries the truncate out.
   *
   * @param undoFile where the undo record goes; must not exist yet
   * @throws IOException when the undo record cannot be written, or the truncated file was found
   *     wrong; the store is as it was, if the message does not say that it could not be put back
   */
  public Outcome apply(Path undoFile) throws IOException {
    return apply(RecordedWrite.diskFor(undoFile), undoFile);
  }

  /** Carries the truncate out, with the undo record on a disk of choice. */
  Outcome apply(Disk disk, Path undoFile) throws IOException {
    if (!isNeeded()) {
      return new Unchanged();
    }
    TruncateCheck check = new TruncateCheck(chunks, file, plan);
    RecordedWrite write = new RecordedWrite(store, database, chunks, disk, undoFile);
    String audit =
        file.label() + ": " + plan.oldSizeBytes() + " -> " + plan.newSizeBytes() + " bytes";
    long keys = write.apply("truncate", List.of(audit), changes, batch);
    Optional<String> problem = check.problem();
    if (problem.isPresent()) {
      throw putBack(write, problem.get(), undoFile);
    }
    return new Done(keys, undoFile);
  }

  private IOException putBack(RecordedWrite write, String problem, Path undoFile) {
    String wrong = store + ": " + file.label() + " was wrong once truncated: " + problem;
    try {
      write.putBack();
    } catch (IOException | StoreException e) {
      return new IOException(
          wrong + "; it could not be put back: " + e.getMessage() + "; keep " + undoFile, e);
    }
    return new IOException(wrong + "; everything was put back as it was");
  }
}
