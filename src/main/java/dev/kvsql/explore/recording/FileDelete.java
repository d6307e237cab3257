package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;

/**
 * What one delete takes of one file.
 *
 * @param meta whether the meta is among it
 * @param chunks which chunks, in order, whether they are there or not
 */
record FileDelete(boolean meta, List<ChunkSpan> chunks) {
  FileDelete {
    chunks = List.copyOf(chunks);
  }

  /** A delete of single keys. */
  static FileDelete of(boolean meta, NavigableSet<Long> indexes) {
    List<ChunkSpan> spans = new ArrayList<>();
    for (long index : indexes) {
      boolean follows = !spans.isEmpty() && spans.getLast().end() == index;
      long first = follows ? spans.removeLast().first() : index;
      spans.add(new ChunkSpan(first, index + 1));
    }
    return new FileDelete(meta, spans);
  }

  /** A range delete. */
  static FileDelete of(FileTag file, KeyRange range) {
    byte[] firstKey = StoreKey.chunk(file, 0);
    byte[] to = range.to();
    long first = ChunkSpan.indexOf(firstKey, range.from());
    long end = to == null ? StoreKey.MAX_CHUNKS : ChunkSpan.indexOf(firstKey, to);
    return new FileDelete(
        range.contains(StoreKey.meta(file)),
        first < end ? List.of(new ChunkSpan(first, end)) : List.of());
  }

  boolean isEmpty() {
    return !meta && chunks.isEmpty();
  }

  /** The first chunk that it names; it names one. */
  long first() {
    return chunks.getFirst().first();
  }

  /** The index after the last chunk that it names; it names one. */
  long end() {
    return chunks.getLast().end();
  }

  /**
   * The chunk from which on the file is cut off, if that is what this is: it leaves nothing between
   * the first and the last chunk that it names.
   */
  OptionalLong cutFrom(StoredChunks stored) {
    if (meta || chunks.isEmpty()) {
      return OptionalLong.empty();
    }
    ChunkSpan all = new ChunkSpan(first(), end());
    return group(stored).count() == stored.group(all).count()
        ? OptionalLong.of(all.first())
        : OptionalLong.empty();
  }

  /** Those of its chunks that the store has. */
  ChunkGroup group(StoredChunks stored) {
    return chunks.stream().map(stored::group).reduce(ChunkGroup.NONE, ChunkGroup::plus);
  }

  void applyTo(StoredChunks stored) {
    chunks.forEach(stored::remove);
  }
}
