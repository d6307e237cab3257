package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that SQLite reads of a main file: those within its size, zeros where there are none.
 */
final class ReadBytes {
  private ReadBytes() {}

  /** Whether SQLite could read anything else from a view than from the store under it. */
  static boolean differ(ChunkStore store, OverlayChunkStore view) {
    long sizeBytes = FileMeta.sizeIn(store, FileTag.MAIN).orElse(0);
    for (Change change : Changes.of(store, view)) {
      boolean differs =
          switch (StoreKey.parse(change.key())) {
            case StoreKey.Meta _ -> isMain(change);
            case StoreKey.Chunk(FileTag file, long index) ->
                file == FileTag.MAIN && differ(change, StoreKey.bytesWithin(sizeBytes, index));
            case StoreKey.Foreign _, StoreKey.Unknown _ -> false;
          };
      if (differs) {
        return true;
      }
    }
    return false;
  }

  /** A journal's meta decides whether it is applied, but only the main file has rows. */
  private static boolean isMain(Change change) {
    return Arrays.equals(change.key(), StoreKey.meta(FileTag.MAIN));
  }

  private static boolean differ(Change change, int within) {
    return !Arrays.equals(read(change.before(), within), read(change.after(), within));
  }

  private static byte[] read(byte @Nullable [] value, int within) {
    return value == null ? new byte[within] : Arrays.copyOf(value, within);
  }
}
