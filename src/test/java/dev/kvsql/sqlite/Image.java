package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** All bytes of one file of a database at one moment; none when there is no such file. */
public record Image(byte[] bytes) {
  private static final int READ_VERSION_OFFSET = 19;

  /** Where SQLite's own VFS keeps a file of a database. */
  public static Path path(Path main, FileTag tag) {
    return switch (tag) {
      case MAIN -> main;
      case JOURNAL -> Path.of(main + "-journal");
      case WAL -> Path.of(main + "-wal");
      case SHM -> Path.of(main + "-shm");
    };
  }

  public static Image onDisk(Path file) throws IOException {
    return new Image(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  /** Read past every cache. */
  public static Image inStore(ChunkStore store, FileTag tag) {
    return ChunkFile.open(store, tag, new ReadCache(0))
        .map(Image::of)
        .orElseGet(() -> new Image(new byte[0]));
  }

  /** Read as SQLite reads it, into memory that is not empty. */
  public static Image of(ChunkFile file) {
    byte[] bytes = new byte[Math.toIntExact(file.sizeBytes())];
    Arrays.fill(bytes, (byte) 0x5a);
    file.read(0, MemorySegment.ofArray(bytes));
    return new Image(bytes);
  }

  void copyTo(ChunkStore store, FileTag tag) {
    ChunkFile file = ChunkFile.create(store, tag, new ReadCache(0));
    file.write(0, MemorySegment.ofArray(bytes));
    file.handOver(Durability.FORCED);
  }

  /**
   * The same with zeros for the pages whose bytes mean nothing: SQLite writes to a free page
   * without a record in the journal, so that a rollback does not bring back what was in it.
   */
  Image withoutFreePages() {
    byte[] used = bytes.clone();
    if (DatabaseHeader.parse(bytes) instanceof HeaderResult.Valid(DatabaseHeader header)) {
      PageCensus census = PageCensus.of(header, ByteSource.of(bytes));
      for (int page = 1; page <= census.pageCount(); page++) {
        if (!census.inUse(page)) {
          int end = page * header.pageSize();
          Arrays.fill(used, end - header.pageSize(), end, (byte) 0);
        }
      }
    }
    return new Image(used);
  }

  public boolean isDatabaseInWalMode() {
    return bytes.length > READ_VERSION_OFFSET && bytes[READ_VERSION_OFFSET] == 2;
  }

  /** Says where the first difference is; a diff of two whole files tells nobody anything. */
  public void assertEquals(Image disk, String what) {
    int at = Arrays.mismatch(bytes, disk.bytes);
    if (at >= 0) {
      throw new AssertionError(
          "%s: %d bytes, on disk %d, first difference at byte %d (chunk %d): %s, on disk %s"
              .formatted(
                  what,
                  bytes.length,
                  disk.bytes.length,
                  at,
                  at / 4096,
                  excerpt(at),
                  disk.excerpt(at)));
    }
  }

  private String excerpt(int at) {
    return Arrays.toString(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 8)));
  }
}
