package dev.kvsql.explore.recording;

/**
 * Some stored chunks of a file, not always neighbours.
 *
 * @param first lowest index
 * @param last highest index
 * @param count how many, at least 1 unless this is {@link #NONE}
 * @param bytes how many bytes the store has for them
 */
public record ChunkGroup(long first, long last, long count, long bytes) {
  /** No chunk at all. */
  public static final ChunkGroup NONE = new ChunkGroup(Long.MAX_VALUE, -1, 0, 0);

  static ChunkGroup of(long index, int bytes) {
    return new ChunkGroup(index, index, 1, bytes);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether every index from the first to the last is in it. */
  public boolean isContiguous() {
    return last - first + 1 == count;
  }

  /** This and another one, of other chunks. */
  ChunkGroup plus(ChunkGroup other) {
    return new ChunkGroup(
        Math.min(first, other.first),
        Math.max(last, other.last),
        count + other.count,
        bytes + other.bytes);
  }
}
