package dev.kvsql.render;

import dev.kvsql.check.FindingId;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.Breach;
import dev.kvsql.explore.recording.ChunkGroup;
import dev.kvsql.explore.recording.OperationKind;
import java.util.Optional;

/**
 * What a broken invariant says.
 *
 * @param id as {@code check} calls what it would find in such a store
 * @param place where in the store
 * @param expected what should be there
 * @param found what is there
 * @param story how it came to stay, or empty when one operation did it
 */
record RecordingText(String id, Place place, String expected, String found, String story) {
  private static final String BATCH_KEYS = "BATCH-KEYS";

  /** A file's meta, some of its chunks, or a call. */
  record Place(Optional<FileTag> file, Optional<ChunkGroup> chunks, Optional<OperationKind> call) {
    static Place of(FileTag file, ChunkGroup chunks) {
      return new Place(Optional.of(file), Optional.of(chunks), Optional.empty());
    }

    static Place metaOf(FileTag file) {
      return new Place(Optional.of(file), Optional.empty(), Optional.empty());
    }

    static Place of(OperationKind call) {
      return new Place(Optional.empty(), Optional.empty(), Optional.of(call));
    }

    static Place of(FileTag file, long chunk) {
      return of(file, new ChunkGroup(chunk, chunk, 1, 0));
    }

    String text() {
      if (chunks.isPresent()) {
        return file.orElseThrow().label()
            + " "
            + RecordingText.chunks(chunks.get())
            + " (byte "
            + offset(chunks.get())
            + ")";
      }
      return file.map(one -> one.label() + " meta")
          .or(() -> call.map(OperationKind::word))
          .orElseThrow();
    }
  }

  static RecordingText of(Breach breach) {
    return switch (breach) {
      case Breach.PastEnd(FileTag file, ChunkGroup chunks, long atMost, Breach.Story story) ->
          new RecordingText(
              FindingId.CHUNK_ORPHAN.text(),
              Place.of(file, chunks),
              "no chunk past " + Amounts.bytes(atMost),
              count(chunks),
              "past the end" + text(story));
      case Breach.LongTail(FileTag file, long chunk, int within, int stored, Breach.Story story) ->
          new RecordingText(
              FindingId.CHUNK_TAIL.text(),
              Place.of(file, chunk),
              Amounts.bytes(within),
              Amounts.bytes(stored),
              "too long" + text(story));
      case Breach.ShortChunks(_, FileTag file, ChunkGroup chunks, long within) ->
          new RecordingText(
              FindingId.CHUNK_SHORT.text(),
              Place.of(file, chunks),
              Amounts.bytes(within),
              Amounts.bytes(chunks.bytes()) + ", and what is missing reads as zeros",
              "");
      case Breach.LongChunk(_, FileTag file, long chunk, int stored) ->
          new RecordingText(
              FindingId.CHUNK_LONG.text(),
              Place.of(file, chunk),
              "at most " + Amounts.bytes(StoreKey.CHUNK_BYTES),
              Amounts.bytes(stored),
              "");
      case Breach.WithoutMeta(FileTag file, ChunkGroup chunks, Breach.Story story) ->
          new RecordingText(
              FindingId.META_MISSING.text(),
              Place.of(file, chunks),
              "a meta key with the file's size",
              "none, and " + count(chunks),
              "without a meta" + text(story));
      case Breach.MalformedMeta(_, FileTag file, String expected, String found) ->
          new RecordingText(
              FindingId.META_MALFORMED.text(), Place.metaOf(file), expected, found, "");
      case Breach.LargeBatch(_, OperationKind of, int keys, int most) ->
          new RecordingText(
              BATCH_KEYS,
              Place.of(of),
              "at most " + Amounts.count(most, "key") + " in one call",
              Amounts.number(keys),
              "");
    };
  }

  /** {@code chunk 7}, {@code chunks 10-114}, {@code 3 chunks within 10-114}. */
  static String chunks(ChunkGroup group) {
    if (!group.isContiguous()) {
      return Amounts.count(group.count(), "chunk")
          + " within "
          + group.first()
          + "-"
          + group.last();
    }
    return (group.count() == 1 ? "chunk " : "chunks ")
        + Amounts.range(group.first(), group.count());
  }

  /** Where in the file the first of some chunks starts, in bytes. */
  static long offset(ChunkGroup group) {
    return group.first() * StoreKey.CHUNK_BYTES;
  }

  private static String count(ChunkGroup chunks) {
    return Amounts.count(chunks.count(), "chunk") + ", " + Amounts.bytes(chunks.bytes());
  }

  private static String text(Breach.Story story) {
    String failed =
        story.failed().isPresent()
            ? "; operation " + story.failed().getAsLong() + ", which would have ended that, failed"
            : "";
    String left =
        story.left().isPresent()
            ? "; still so when operation " + story.left().getAsLong() + " went on to other work"
            : "; still so at the end";
    return " since operation " + story.since() + failed + left;
  }
}
