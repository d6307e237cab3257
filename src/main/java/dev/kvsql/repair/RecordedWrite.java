package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A change of a database that can be taken back: the undo record is written and forced first, then
 * the store gets everything as one batch.
 */
final class RecordedWrite {
  private final String store;
  private final String database;
  private final ChunkStore chunks;
  private final Disk disk;
  private final Path undoFile;

  /**
   * @param store path of the store, for the record
   * @param undoFile where the record goes; must not exist yet
   */
  RecordedWrite(String store, String database, ChunkStore chunks, Disk disk, Path undoFile) {
    this.store = store;
    this.database = database;
    this.chunks = chunks;
    this.disk = disk;
    this.undoFile = undoFile;
  }

  /** A disk for a record, which holds pages of the database. */
  static Disk diskFor(Path undoFile) {
    return LocalDisk.forOwnerOnly(undoFile);
  }

  /**
   * Writes the record, then applies the batch durably.
   *
   * @param what the command, for the record
   * @param audit what it does, a line each, for the record
   * @param batch what brings exactly these changes
   * @return how many keys changed
   * @throws IOException when the record cannot be written; the store is as it was
   */
  long apply(String what, List<String> audit, Changes changes, WriteBatch batch)
      throws IOException {
    UndoHead head = new UndoHead(store, database, what, Instant.now(), changes.count(), audit);
    UndoWriter.write(disk, undoFile, head, changes.withWitnesses());
    chunks.apply(batch, Durability.FORCED);
    return head.keys();
  }

  /** Puts everything back as the record has it. */
  void putBack() throws IOException {
    try (UndoRecord record = UndoRecord.open(undoFile)) {
      record.revert(chunks);
    }
  }
}
