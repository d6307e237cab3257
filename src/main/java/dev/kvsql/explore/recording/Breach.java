package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import java.util.Optional;
import java.util.OptionalLong;

/** An invariant of the store that an operation broke for good. */
public sealed interface Breach {
  /** The operation that is to blame: its line in the recording, from 1. */
  long operation();

  /** What the same breach of the same file is told apart by from others. */
  default Kind kind() {
    return switch (this) {
      case PastEnd(var file, _, _, _) -> new Kind(PastEnd.class, Optional.of(file));
      case LongTail(var file, _, _, _, _) -> new Kind(LongTail.class, Optional.of(file));
      case ShortChunks(_, var file, _, _) -> new Kind(ShortChunks.class, Optional.of(file));
      case LongChunk(_, var file, _, _) -> new Kind(LongChunk.class, Optional.of(file));
      case WithoutMeta(var file, _, _) -> new Kind(WithoutMeta.class, Optional.of(file));
      case MalformedMeta(_, var file, _, _) -> new Kind(MalformedMeta.class, Optional.of(file));
      case LargeBatch _ -> new Kind(LargeBatch.class, Optional.empty());
    };
  }

  /** One kind of breach in one file. */
  record Kind(Class<? extends Breach> breach, Optional<FileTag> file) {}

  /**
   * How something that should have passed came to stay.
   *
   * @param since the operation after which it was there
   * @param failed the operation that would have ended it and failed
   * @param left the operation with which the program went on to other work; none when the recording
   *     ended
   */
  record Story(long since, OptionalLong failed, OptionalLong left) {
    long operation() {
      return failed.orElse(since);
    }
  }

  /**
   * Chunks wholly past the end of their file.
   *
   * @param atMostBytes the file is not larger than this
   */
  record PastEnd(FileTag file, ChunkGroup chunks, long atMostBytes, Story story) implements Breach {
    @Override
    public long operation() {
      return story.operation();
    }
  }

  /**
   * A last chunk that reaches past the end of its file: old bytes come back when the file grows.
   *
   * @param withinBytes how many bytes of it lie within the file
   */
  record LongTail(FileTag file, long chunk, int withinBytes, int storedBytes, Story story)
      implements Breach {
    @Override
    public long operation() {
      return story.operation();
    }
  }

  /**
   * Chunks with fewer bytes than lie within the file there: the missing ones read as zeros.
   *
   * @param withinBytes how many bytes lie within the file there
   */
  record ShortChunks(long operation, FileTag file, ChunkGroup chunks, long withinBytes)
      implements Breach {}

  /** A chunk of more than 4096 bytes. */
  record LongChunk(long operation, FileTag file, long chunk, int storedBytes) implements Breach {}

  /** Chunks of a file that has no meta: without a size they are no file. */
  record WithoutMeta(FileTag file, ChunkGroup chunks, Story story) implements Breach {
    @Override
    public long operation() {
      return story.operation();
    }
  }

  /** A value of a meta key that is no meta. */
  record MalformedMeta(long operation, FileTag file, String expected, String found)
      implements Breach {}

  /**
   * More keys in one call than a store of Rivet's takes.
   *
   * @param most how many it takes
   */
  record LargeBatch(long operation, OperationKind of, int keys, int most) implements Breach {}
}
