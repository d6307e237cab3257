package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A VACUUM on a store whose range delete gets lost, as Rivet's can when the process ends early. */
final class InterruptedVacuum {
  private InterruptedVacuum() {}

  /** Runs it; gives back how many chunks it left past the end. */
  static long run(Path path) throws SQLException {
    try (Store store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore chunks = store.database(Store.DEFAULT_DATABASE);
      OverlayChunkStore view = new OverlayChunkStore(chunks);
      vacuum(view);
      long lost = 0;
      WriteBatch.Builder arrived = WriteBatch.builder();
      for (WriteBatch.Operation operation : view.changes().operations()) {
        switch (operation) {
          case WriteBatch.Put(byte[] key, byte[] value) -> arrived.put(key, value);
          case WriteBatch.Delete(byte[] key) -> arrived.delete(key);
          case WriteBatch.DeleteRange(KeyRange range) -> lost += count(chunks, range);
        }
      }
      chunks.apply(arrived.build(), Durability.FORCED);
      return lost;
    }
  }

  private static void vacuum(ChunkStore view) throws SQLException {
    try (Mount mount = Mount.of(view, MountOptions.defaults());
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM");
    }
  }

  private static long count(ChunkStore chunks, KeyRange range) {
    long count = 0;
    for (var entries = chunks.scan(range); entries.hasNext(); ) {
      boolean main =
          StoreKey.parse(entries.next().key()) instanceof StoreKey.Chunk(FileTag file, _)
              && file == FileTag.MAIN;
      count += main ? 1 : 0;
    }
    return count;
  }
}
