package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.format.WalState;
import dev.kvsql.inspect.FileBytes;
import dev.kvsql.inspect.InferredSize;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * A WAL without a meta. SQLite deletes a WAL when everything in it is in the main file, so that one
 * whose deletion was interrupted brings nothing; one that lost its meta may.
 */
final class LostWal {
  private LostWal() {}

  /** Whether it has commits that the main file does not have: tried on a copy. */
  static boolean hasCommits(ChunkStore chunks) {
    OverlayChunkStore found = new OverlayChunkStore(chunks);
    long size = InferredSize.of(chunks, FileTag.WAL).sizeBytes();
    found.apply(
        WriteBatch.builder().put(StoreKey.meta(FileTag.WAL), new FileMeta(size).encode()).build(),
        Durability.LAZY);
    return FileBytes.of(found, FileTag.WAL).filter(wal -> WalState.of(wal).hot()).isPresent()
        && changesMain(new OverlayChunkStore(found), chunks);
  }

  private static boolean changesMain(OverlayChunkStore copy, ChunkStore stored) {
    try {
      Recovery.recover(copy);
    } catch (SQLException | StoreException.Damaged e) {
      // Whatever keeps it from being applied, it has commits.
      return true;
    }
    return copy.changes().operations().stream()
        .anyMatch(change ->
            change instanceof WriteBatch.Put(byte[] key, byte[] value)
                && StoreKey.parse(key) instanceof StoreKey.Chunk(FileTag file, _)
                && file == FileTag.MAIN
                && !Arrays.equals(value, stored.get(key)));
  }
}
