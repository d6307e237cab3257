package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.PageSummary;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The pages in the chunks of a main file with a valid header. */
public final class PagesOfChunks {
  private final DatabaseHeader header;
  private final FileBytes main;

  private PagesOfChunks(DatabaseHeader header, FileBytes main) {
    this.header = header;
    this.main = main;
  }

  /** Those of a database; nothing when its header or size is not known. */
  public static Optional<PagesOfChunks> of(ChunkStore database) {
    return DatabaseOverview.headerOf(database)
        .map(header ->
            new PagesOfChunks(header, FileBytes.of(database, FileTag.MAIN).orElseThrow()));
  }

  /** The pages that begin in a chunk. */
  public List<PageSummary> beginningIn(long index) {
    long start = index * StoreKey.CHUNK_BYTES;
    long end = Math.min(start + StoreKey.CHUNK_BYTES, main.sizeBytes());
    long first = Math.ceilDiv(start, header.pageSize());
    long last = Math.ceilDiv(end, header.pageSize());
    return LongStream.range(first, last)
        .mapToObj(page -> PageSummary.of(header, main, page + 1))
        .toList();
  }
}
