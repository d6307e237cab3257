package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.explore.recording.RecordedOperation.Content;
import dev.kvsql.explore.recording.RecordedOperation.Length;
import dev.kvsql.explore.recording.RecordedOperation.Value;

/** What a recording tells about the value of a meta. */
sealed interface MetaValue {
  /** The size that it says. */
  record Stated(long sizeBytes) implements MetaValue {}

  /** It is as long as a meta; which size it says is not recorded. */
  record NotRecorded() implements MetaValue {}

  /** It is no meta. */
  record Malformed(String expected, String found) implements MetaValue {}

  /** Whether it says a size that is no larger than was to be expected. */
  default boolean canBe(SizeBounds expected) {
    return switch (this) {
      case Stated(long sizeBytes) -> sizeBytes <= expected.atMost();
      case NotRecorded _ -> true;
      case Malformed _ -> false;
    };
  }

  static MetaValue of(Value value) {
    return switch (value) {
      case Length(int bytes) ->
          bytes == FileMeta.ENCODED_BYTES
              ? new NotRecorded()
              : new Malformed(
                  FileMeta.ENCODED_BYTES + " bytes", bytes + (bytes == 1 ? " byte" : " bytes"));
      case Content(byte[] content) ->
          switch (FileMeta.decode(content)) {
            case FileMeta.WellFormed(FileMeta meta) -> new Stated(meta.sizeBytes());
            case FileMeta.Malformed(String expected, String found) ->
                new Malformed(expected, found);
          };
    };
  }
}
