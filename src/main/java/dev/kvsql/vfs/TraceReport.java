package dev.kvsql.vfs;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import java.util.List;

/**
 * What went on in a mount for some time. The times of the files' calls have those of the operations
 * in them that they made.
 *
 * @param calls by file and call
 * @param gets values that were looked up
 * @param scans ranges that were read to their end
 * @param batches that were written
 * @param slowest of everything, the slowest first
 */
public record TraceReport(
    List<Calls> calls, Gets gets, Scans scans, Batches batches, List<Event> slowest) {
  public TraceReport {
    calls = List.copyOf(calls);
    slowest = List.copyOf(slowest);
  }

  /** All calls of one kind on one file. */
  public record Calls(FileTag file, FileCall call, long count, long bytes, long nanos) {}

  /** All values that were looked up; bytes are those of the values. */
  public record Gets(long count, long bytes, long nanos) {}

  /** All scans; bytes are those of keys and values. */
  public record Scans(long count, long values, long bytes, long nanos) {}

  /**
   * All batches.
   *
   * @param deletes of keys and of ranges
   * @param bytes of the values that were put
   * @param forced how many of the batches had to be durable at once
   */
  public record Batches(long count, long puts, long deletes, long bytes, long forced, long nanos) {}

  /** One call or operation. */
  public sealed interface Event {
    /** How long it took. */
    long nanos();
  }

  /** A call on a file. */
  public record Call(FileTag file, FileCall call, long offset, long bytes, long nanos)
      implements Event {}

  /** A value that was looked up. */
  public record Get(byte[] key, long bytes, long nanos) implements Event {}

  /** A range that was read. */
  public record Scan(KeyRange range, long values, long bytes, long nanos) implements Event {}

  /** A batch; its puts, its deletes of keys and ranges, and the bytes that it put. */
  public record Batch(long puts, long deletes, long bytes, boolean forced, long nanos)
      implements Event {}
}
