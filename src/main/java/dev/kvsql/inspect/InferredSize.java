package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.DatabaseHeader;
import java.util.Iterator;
import java.util.Optional;

/**
 * The size of a file whose meta is lost, as well as it can be told without.
 *
 * @param sizeBytes at most {@link StoreKey#MAX_FILE_BYTES}
 */
public record InferredSize(long sizeBytes, Basis basis) {
  /** What a size was inferred from, the surest first. */
  public enum Basis {
    /** The SQLite header's page count, which it vouches for. */
    HEADER,
    /** The end of the last chunk, up to a whole page. */
    LAST_PAGE,
    /** The end of the last chunk. */
    LAST_CHUNK
  }

  /** Infers the size of a file: one scan of its chunks. */
  public static InferredSize of(ChunkStore store, FileTag file) {
    long end = endOfLastChunk(store, file);
    Optional<DatabaseHeader> header =
        file == FileTag.MAIN ? DatabaseOverview.storedHeader(store) : Optional.empty();
    if (header.isEmpty()) {
      return new InferredSize(end, Basis.LAST_CHUNK);
    }
    int pageSize = header.get().pageSize();
    long counted = header.get().pageCount() * pageSize;
    boolean counts = header.get().pageCountTrusted() && counted <= StoreKey.MAX_FILE_BYTES;
    return counts
        ? new InferredSize(counted, Basis.HEADER)
        : new InferredSize(Math.ceilDiv(end, pageSize) * pageSize, Basis.LAST_PAGE);
  }

  private static long endOfLastChunk(ChunkStore store, FileTag file) {
    long end = 0;
    for (Iterator<Entry> entries = store.scan(StoreKey.chunks(file)); entries.hasNext(); ) {
      Entry entry = entries.next();
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag _, long index)) {
        int bytes = Math.min(entry.value().length, StoreKey.CHUNK_BYTES);
        end = index * StoreKey.CHUNK_BYTES + bytes;
      }
    }
    return end;
  }
}
