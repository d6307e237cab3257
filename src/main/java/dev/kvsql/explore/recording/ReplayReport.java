package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a recording does to a store that was empty before.
 *
 * @param operations how many there are of each kind, one entry a kind
 * @param files those that were written to, as they are in the end
 * @param otherKeys keys of the end that belong to none of the four files
 * @param windows where a crash would leave a file in pieces
 * @param failures operations that were not carried out
 * @param notices what is odd and may be right, the first of a kind in each file
 * @param broken the first breach of each kind and file, by operation
 */
public record ReplayReport(
    List<Calls> operations,
    List<FileEnd> files,
    OtherKeys otherKeys,
    Some<CrashWindow> windows,
    Some<Failure> failures,
    List<Notice> notices,
    List<Broken> broken) {
  /** How many windows and failures are kept; the others are counted. */
  public static final int KEPT = 20;

  public ReplayReport {
    operations = List.copyOf(operations);
    files = List.copyOf(files);
    notices = List.copyOf(notices);
    broken = List.copyOf(broken);
  }

  /** Whether no invariant is broken. */
  public boolean holds() {
    return broken.isEmpty();
  }

  /** The first operation with which an invariant broke. */
  public OptionalLong firstBroken() {
    return broken.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(broken.getFirst().first().operation());
  }

  /** How many operations there are. */
  public long total() {
    return operations.stream().mapToLong(Calls::count).sum();
  }

  /** Most keys in one operation. */
  public int largestBatch() {
    return operations.stream().mapToInt(Calls::largestBatch).max().orElse(0);
  }

  /**
   * The operations of one kind.
   *
   * @param count how many, those that failed among them
   * @param keys how many keys they name together
   * @param largestBatch most keys in one
   */
  public record Calls(OperationKind kind, long count, long failed, long keys, int largestBatch) {
    Calls plus(Calls other) {
      return new Calls(
          kind,
          count + other.count,
          failed + other.failed,
          keys + other.keys,
          Math.max(largestBatch, other.largestBatch));
    }
  }

  /** What there is of a file's meta in the end. */
  public enum Meta {
    ABSENT,
    STORED,
    MALFORMED
  }

  /**
   * A file in the end.
   *
   * @param size what is known of its size when it has a meta
   * @param chunks all that the store has of it, also past its end
   */
  public record FileEnd(FileTag file, Meta meta, SizeBounds size, ChunkGroup chunks) {}

  /**
   * Keys that are none of a file's.
   *
   * @param foreign of other programs
   * @param unknown with the layout's prefix, but not of the layout
   */
  public record OtherKeys(long foreign, long unknown) {}

  /**
   * The first of something.
   *
   * @param count how many there are of it
   * @param first as many of them as are kept
   */
  public record Some<T>(long count, List<T> first) {
    public Some {
      first = List.copyOf(first);
    }
  }

  /**
   * An operation that failed.
   *
   * @param firstKey the first key that it names, or the start of its range
   */
  public record Failure(
      long operation, OperationKind kind, int keys, Optional<StoreKey> firstKey) {}

  /** Something that is odd, and may be right. */
  public sealed interface Notice {
    FileTag file();
  }

  /**
   * Inner chunks of a journal, WAL or shared memory that are short in the end. A journal that
   * SQLite overwrites may have them; it proves itself by its checksums.
   *
   * @param withinBytes how many bytes lie within the file there
   */
  public record ShortSidecar(FileTag file, ChunkGroup chunks, long withinBytes) implements Notice {}

  /**
   * Chunks that were deleted within a file, which kept its size: they read as zeros. Right where no
   * page is in use.
   */
  public record Hole(long operation, FileTag file, ChunkGroup chunks) implements Notice {}

  /**
   * A kind of breach.
   *
   * @param first the one with the first operation
   * @param more how many more there are of it
   */
  public record Broken(Breach first, long more) {
    Broken and(Breach other) {
      return new Broken(other.operation() < first.operation() ? other : first, more + 1);
    }
  }
}
