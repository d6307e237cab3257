package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Fills an empty database from a SQLite file or a KV dump, in batches of some MiB: memory does not
 * grow with the file. What was filled before a failure is the caller's to discard.
 */
public final class DatabaseImport {
  private static final int BATCH_BYTES = 4 << 20;

  private final ChunkStore into;
  private WriteBatch.Builder batch = WriteBatch.builder();
  private int batchBytes;

  private DatabaseImport(ChunkStore into) {
    this.into = into;
  }

  /**
   * Cuts a SQLite file into chunks.
   *
   * @return its size in bytes
   * @throws IOException when the file cannot be read, or is too large
   */
  public static long sqliteFile(InputStream file, ChunkStore into) throws IOException {
    DatabaseImport run = new DatabaseImport(into);
    long size = 0;
    long index = 0;
    for (byte[] chunk = file.readNBytes(StoreKey.CHUNK_BYTES);
        chunk.length > 0;
        chunk = file.readNBytes(StoreKey.CHUNK_BYTES)) {
      if (index == StoreKey.MAX_CHUNKS) {
        throw new IOException(
            String.format(Locale.ROOT, "larger than %,d bytes", StoreKey.MAX_FILE_BYTES));
      }
      size += chunk.length;
      run.put(StoreKey.chunk(FileTag.MAIN, index), chunk);
      index++;
    }
    run.put(StoreKey.meta(FileTag.MAIN), new FileMeta(size).encode());
    run.handOver();
    return size;
  }

  /**
   * Takes over every entry of a KV dump, other programs' keys as well.
   *
   * @return how many entries
   * @throws KvDump.BrokenLineException when a line cannot be read
   */
  public static long dump(KvDump.Reader dump, ChunkStore into) throws IOException {
    DatabaseImport run = new DatabaseImport(into);
    long count = 0;
    for (Optional<Entry> next = dump.next(); next.isPresent(); next = dump.next()) {
      run.put(next.get().key(), next.get().value());
      count++;
    }
    run.handOver();
    return count;
  }

  private void put(byte[] key, byte[] value) {
    batch.put(key, value);
    batchBytes += key.length + value.length;
    if (batchBytes >= BATCH_BYTES) {
      handOver();
    }
  }

  private void handOver() {
    into.apply(batch.build(), Durability.LAZY);
    batch = WriteBatch.builder();
    batchBytes = 0;
  }
}
