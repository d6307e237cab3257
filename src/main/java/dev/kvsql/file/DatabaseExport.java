package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/** Writes a database's main file as SQLite has it on a disk. */
public final class DatabaseExport {
  private static final int BUFFER_BYTES = 1 << 20;

  private DatabaseExport() {}

  /**
   * Writes every byte of a file; what is missing in the store is written as zeros.
   *
   * @return its size in bytes
   * @throws dev.kvsql.chunk.StoreException.Missing when there is no such file
   */
  public static long write(ChunkStore store, FileTag tag, OutputStream out) throws IOException {
    ChunkFile file =
        ChunkFile.open(store, tag, ReadCache.readingAhead(BUFFER_BYTES))
            .orElseThrow(() -> new StoreException.Missing("no " + tag.label() + " file"));
    byte[] buffer = new byte[BUFFER_BYTES];
    MemorySegment memory = MemorySegment.ofArray(buffer);
    long size = file.sizeBytes();
    for (long offset = 0; offset < size; offset += buffer.length) {
      int count = (int) Math.min(buffer.length, size - offset);
      file.read(offset, memory.asSlice(0, count));
      out.write(buffer, 0, count);
    }
    return size;
  }
}
