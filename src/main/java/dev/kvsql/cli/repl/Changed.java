package dev.kvsql.cli.repl;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.render.Amounts;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * What a sandbox would change in its store.
 *
 * @param writtenChunks chunks that are new or have other bytes
 * @param writtenBytes the bytes of those
 * @param deletedChunks chunks of the store that would be gone
 * @param operations puts and deletes of the batch, metas included
 */
record Changed(long writtenChunks, long writtenBytes, long deletedChunks, long operations) {
  static Changed of(Workspace workspace) {
    return of(workspace.changes(), workspace.store().database(workspace.database()));
  }

  private static Changed of(WriteBatch batch, ChunkStore store) {
    long chunks = 0;
    long bytes = 0;
    long deleted = 0;
    Set<ByteBuffer> put = new HashSet<>();
    for (WriteBatch.Operation operation : batch.operations()) {
      if (operation instanceof WriteBatch.Put(byte[] key, byte[] value) && isChunk(key)) {
        chunks++;
        bytes += value.length;
        put.add(ByteBuffer.wrap(key));
      }
    }
    for (WriteBatch.Operation operation : batch.operations()) {
      switch (operation) {
        case WriteBatch.Put _ -> {}
        case WriteBatch.Delete(byte[] key) -> deleted += gone(store, KeyRange.single(key), put);
        case WriteBatch.DeleteRange(KeyRange range) -> deleted += gone(store, range, put);
      }
    }
    return new Changed(chunks, bytes, deleted, batch.operations().size());
  }

  private static long gone(ChunkStore store, KeyRange range, Set<ByteBuffer> put) {
    long count = 0;
    for (Iterator<Entry> entries = store.scan(range); entries.hasNext(); ) {
      byte[] key = entries.next().key();
      count += isChunk(key) && !put.contains(ByteBuffer.wrap(key)) ? 1 : 0;
    }
    return count;
  }

  private static boolean isChunk(byte[] key) {
    return StoreKey.parse(key) instanceof StoreKey.Chunk;
  }

  boolean isNothing() {
    return operations == 0;
  }

  /** {@code 3 chunks written (12,288 bytes), 1 deleted}. */
  String text() {
    if (isNothing()) {
      return "nothing was changed in it";
    }
    return "%s written (%s), %s deleted"
        .formatted(
            Amounts.count(writtenChunks, "chunk"),
            Amounts.bytes(writtenBytes),
            Amounts.number(deletedChunks));
  }
}
