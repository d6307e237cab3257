package dev.kvsql.vfs;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.ChunkFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of a super-journal at the end of a rollback journal (sqlite.org/fileformat2.html, "The
 * Rollback Journal"): its bytes, their number, their sum, and the journal's magic.
 */
final class SuperJournalName {
  private static final long MAGIC = 0xd9d505f920a163d7L;
  private static final int TAIL_BYTES = 16;

  private SuperJournalName() {}

  /** Whether the journal of a database ends with that name. */
  static boolean isIn(MountedStore store, String database, String name) {
    Optional<OpenFile> journal = store.file(database, FileTag.JOURNAL).open(false);
    if (journal.isEmpty()) {
      return false;
    }
    try (OpenFile open = journal.get()) {
      return endsWith(open.bytes(), name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean endsWith(ChunkFile journal, byte[] name) {
    int wanted = name.length + TAIL_BYTES;
    long at = journal.sizeBytes() - wanted;
    if (at < 0) {
      return false;
    }
    byte[] bytes = new byte[wanted];
    journal.read(at, MemorySegment.ofArray(bytes));
    ByteBuffer tail = ByteBuffer.wrap(bytes, name.length, TAIL_BYTES);
    boolean names = tail.getInt() == name.length;
    tail.getInt();
    return names
        && tail.getLong() == MAGIC
        && ByteBuffer.wrap(bytes, 0, name.length).equals(ByteBuffer.wrap(name));
  }
}
