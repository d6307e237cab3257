package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.mapdb.DBException;

/**
 * What it means that MapDB threw something. On damaged files that can be anything: MapDB believes
 * what it reads, and its Kotlin throws checked exceptions without declaring them.
 */
final class MapDbFailure {
  /** A heap of this many times the store's size is more than reading a sound store takes. */
  private static final int AMPLE_HEAP = 4;

  private MapDbFailure() {}

  /**
   * Reading failed.
   *
   * @param doing what could not be done, such as "cannot be read"
   * @param storeBytes how large the store is
   */
  static StoreException reading(String name, String doing, long storeBytes, Throwable e) {
    return switch (e) {
      case StoreException known -> known;
      case UncheckedIOException io when io.getCause() != null ->
          new StoreException.Failed(
              name + ": " + doing + ": " + StoreFiles.reason(io.getCause()), e);
      // What a mapping of a file does when the bytes cannot be had.
      case InternalError _ ->
          new StoreException.Failed(
              name + ": " + doing + ": the disk failed, or the file was cut short meanwhile", e);
      case OutOfMemoryError _ when storeBytes > Runtime.getRuntime().maxMemory() / AMPLE_HEAP ->
          new StoreException.Failed(name + ": " + doing + ": not enough memory", e);
      default -> new StoreException.Damaged(name + ": " + doing + ": " + problem(e), e);
    };
  }

  /** Changing failed, and was taken back. */
  static StoreException changing(String name, Throwable e) {
    return switch (e) {
      case StoreException known -> known;
      case InDoubtException doubt ->
          new StoreException.Failed(
              name
                  + ": cannot be written: "
                  + problem(doubt)
                  + "; whether the change is there shows when the store is opened again",
              e);
      default ->
          new StoreException.Failed(
              name + ": cannot be written: " + problem(e) + "; nothing was changed", e);
    };
  }

  /** What happened, in words for people. */
  static String problem(Throwable e) {
    return switch (e) {
      case UncheckedIOException io when io.getCause() != null -> StoreFiles.reason(io.getCause());
      case IOException io -> StoreFiles.reason(io);
      case DBException.DataCorruption damage
          when String.valueOf(damage.getMessage()).startsWith("Header checksum broken") ->
          "the checksum of its header does not hold";
      case DBException known when known.getMessage() != null -> known.getMessage();
      case OutOfMemoryError _ -> "a record claims more memory than there is";
      case InternalError _ -> "the disk failed, or the file was cut short meanwhile";
      default -> "a record makes no sense to MapDB";
    };
  }
}
