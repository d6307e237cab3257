package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/** What the keys and values of a database must look like after a handover. */
public final class StoreShape {
  private StoreShape() {}

  /**
   * Every file's chunks lie within its meta's size, each as long as it should be; there may be
   * holes. Nothing else is in the store.
   */
  public static void assertWellFormed(ChunkStore store) {
    Map<FileTag, Long> sizes = new EnumMap<>(FileTag.class);
    for (FileTag file : FileTag.values()) {
      byte[] meta = store.get(StoreKey.meta(file));
      if (meta != null) {
        sizes.put(file, size(file, meta));
      }
    }
    for (Iterator<Entry> scan = store.scan(KeyRange.ALL); scan.hasNext(); ) {
      Entry entry = scan.next();
      switch (StoreKey.parse(entry.key())) {
        case StoreKey.Meta _ -> {}
        case StoreKey.Chunk(FileTag file, long index) ->
            assertThat(entry.value().length)
                .as("bytes of %s chunk %d of a file of %s bytes", file, index, sizes.get(file))
                .isEqualTo(StoreKey.bytesWithin(sizes.getOrDefault(file, 0L), index))
                .isPositive();
        case StoreKey.Unknown _, StoreKey.Foreign _ ->
            throw new AssertionError("a key that no file has: " + entry);
      }
    }
  }

  private static long size(FileTag file, byte[] meta) {
    return switch (FileMeta.decode(meta)) {
      case FileMeta.WellFormed(FileMeta decoded) -> decoded.sizeBytes();
      case FileMeta.Malformed malformed -> throw new AssertionError(file + " meta: " + malformed);
    };
  }
}
