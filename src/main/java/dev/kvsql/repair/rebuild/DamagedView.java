package dev.kvsql.repair.rebuild;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.JournalFinding;
import dev.kvsql.check.Level;
import dev.kvsql.check.Recovery;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.inspect.DatabaseOverview;
import dev.kvsql.inspect.FileBytes;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;

/**
 * The main file of a damaged database as it should be read: with its journal or WAL applied, if
 * SQLite can do that, and as long as its chunks and its header say. The database is not changed.
 */
final class DamagedView {
  private DamagedView() {}

  /** Nothing when the main file has neither a size nor a chunk. */
  static Optional<FileBytes> of(ChunkStore damaged) {
    OverlayChunkStore view = recovered(damaged);
    long stored = FileMeta.sizeIn(view, FileTag.MAIN).orElse(0);
    long counted = countedBytes(view, stored);
    long size = counted > stored ? Math.max(stored, Math.min(counted, storedEnd(view))) : stored;
    if (size > stored) {
      byte[] meta = new FileMeta(size).encode();
      view.apply(
          WriteBatch.builder().put(StoreKey.meta(FileTag.MAIN), meta).build(), Durability.LAZY);
    }
    return size == 0 ? Optional.empty() : FileBytes.of(view, FileTag.MAIN);
  }

  /** What the header counts past the stored size; everything when that is not known. */
  private static long countedBytes(ChunkStore view, long stored) {
    return stored == 0
        ? Long.MAX_VALUE
        : DatabaseOverview.headerOf(view)
            .filter(header -> header.pageCountTrusted())
            .map(header -> header.pageCount() * header.pageSize())
            .orElse(0L);
  }

  private static long storedEnd(ChunkStore view) {
    long end = 0;
    Iterator<Entry> chunks = view.scan(StoreKey.chunks(FileTag.MAIN));
    while (chunks.hasNext()) {
      Entry entry = chunks.next();
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag _, long index)) {
        int bytes = Math.min(entry.value().length, StoreKey.CHUNK_BYTES);
        end = bytes == 0 ? end : index * StoreKey.CHUNK_BYTES + bytes;
      }
    }
    return end;
  }

  /** The database with what is pending applied, unless that fails or would do harm. */
  private static OverlayChunkStore recovered(ChunkStore damaged) {
    OverlayChunkStore view = new OverlayChunkStore(damaged);
    if (!isRecoverable(damaged)) {
      return view;
    }
    try {
      Recovery.recover(view);
      return view;
    } catch (SQLException | StoreException.Damaged e) {
      // SQLite may have finished, and failed at the damaged schema afterwards.
      long size = FileMeta.sizeIn(view, FileTag.MAIN).orElse(0);
      return Recovery.pending(view, size).isEmpty() ? view : new OverlayChunkStore(damaged);
    }
  }

  private static boolean isRecoverable(ChunkStore damaged) {
    long size = FileMeta.sizeIn(damaged, FileTag.MAIN).orElse(0);
    return size > 0
        && !Recovery.pending(damaged, size).isEmpty()
        && DatabaseCheck.of("", damaged, Level.QUICK).findings().stream()
            .noneMatch(found -> found instanceof JournalFinding.Hot hot && hot.blocked());
  }
}
