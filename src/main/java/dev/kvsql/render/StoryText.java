package dev.kvsql.render;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.Fault;
import dev.kvsql.explore.KvOperation;
import dev.kvsql.explore.Move;
import dev.kvsql.explore.Start;
import dev.kvsql.explore.Step;
import dev.kvsql.explore.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What happened in a story, in words. */
final class StoryText {
  private StoryText() {}

  static String start(Start start) {
    return switch (start) {
      case EMPTY -> "an empty file";
      case LEFTOVERS ->
          "a file of 100 bytes, whose chunk 0 has 4,096 in the store, beside the orphans 1-3";
    };
  }

  static String move(Move move) {
    return switch (move.fault()) {
      case Fault.None() -> step(move.step());
      case Fault.Fails(int operation) ->
          step(move.step()) + "; its " + ordinal(operation) + " operation on the store fails";
      case Fault.Crashes(int operation) ->
          step(move.step())
              + "; the process dies before its "
              + ordinal(operation)
              + " operation on the store";
    };
  }

  private static String step(Step step) {
    return switch (step) {
      case Step.Write(long offset, int length) ->
          "write " + Amounts.bytes(length) + " at " + Amounts.number(offset);
      case Step.Truncate(long sizeBytes) -> "truncate to " + Amounts.bytes(sizeBytes);
      case Step.Read(long offset, int length) ->
          "read " + Amounts.bytes(length) + " at " + Amounts.number(offset);
      case Step.Sync() -> "sync";
      case Step.Begin() -> "begin a batch";
      case Step.Commit() -> "commit the batch";
      case Step.RollBack() -> "roll the batch back";
      case Step.Evict() -> "the cache gives up everything";
      case Step.Reopen() -> "close and open again";
      case Step.Crash() -> "the process dies; another opens the file";
      case Step.PowerCut() -> "the power fails; what was not durable is gone";
    };
  }

  private static String ordinal(int number) {
    boolean teen = number % 100 / 10 == 1;
    return number
        + switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  static String operation(KvOperation operation) {
    return switch (operation) {
      case KvOperation.Get(byte[] key, int bytes, boolean failed) ->
          "get "
              + key(key)
              + ": "
              + (failed ? "FAILED" : bytes < 0 ? "none" : Amounts.bytes(bytes));
      case KvOperation.Apply(WriteBatch batch, boolean failed) ->
          batch(batch) + (failed ? ": FAILED, nothing of it was done" : "");
    };
  }

  private static String batch(WriteBatch batch) {
    return batch.isEmpty()
        ? "make what came before durable"
        : batch.operations().stream().map(StoryText::change).collect(Collectors.joining(", "));
  }

  private static String change(WriteBatch.Operation change) {
    return switch (change) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          "put " + key(key) + " = " + value(key, value);
      case WriteBatch.Delete(byte[] key) -> "delete " + key(key);
      case WriteBatch.DeleteRange(KeyRange range) -> "delete " + range(range);
    };
  }

  private static String value(byte[] key, byte[] value) {
    return StoreKey.parse(key) instanceof StoreKey.Meta
            && FileMeta.decode(value) instanceof FileMeta.WellFormed(FileMeta meta)
        ? "size " + Amounts.number(meta.sizeBytes())
        : Amounts.bytes(value.length);
  }

  private static String key(byte[] key) {
    return switch (StoreKey.parse(key)) {
      case StoreKey.Meta _ -> "meta";
      case StoreKey.Chunk(FileTag _, long index) -> "chunk " + index;
      case StoreKey.Unknown(), StoreKey.Foreign() -> "another key";
    };
  }

  private static String range(KeyRange range) {
    byte[] to = range.to();
    String from = key(range.from()).replace("chunk ", "");
    if (to == null || !(StoreKey.parse(to) instanceof StoreKey.Chunk(FileTag _, long end))) {
      return "chunks from " + from + " on";
    }
    return from.equals(String.valueOf(end - 1))
        ? "chunk " + from
        : "chunks " + from + "-" + (end - 1);
  }

  /** How things stand after a step, in one line. */
  static String state(Story.Event event) {
    String ended =
        switch (event.ending()) {
          case DONE -> "";
          case FAILED -> "the step failed; ";
          case DIED -> "the process died, another opened the file; ";
        };
    return ended
        + "file "
        + Amounts.bytes(event.sizeBytes())
        + "; stored "
        + chunks(event.stored())
        + "; cached "
        + chunks(event.cached());
  }

  /** Whole chunks as ranges, others with their length. */
  private static String chunks(SortedMap<Long, Integer> lengths) {
    if (lengths.isEmpty()) {
      return "no chunk";
    }
    List<String> parts = new ArrayList<>();
    long first = -1;
    long next = -1;
    for (Map.Entry<Long, Integer> chunk : lengths.entrySet()) {
      boolean whole = chunk.getValue() == StoreKey.CHUNK_BYTES;
      if (first >= 0 && (!whole || chunk.getKey() != next)) {
        parts.add(Amounts.range(first, next - first));
        first = -1;
      }
      if (whole) {
        first = first < 0 ? chunk.getKey() : first;
        next = chunk.getKey() + 1;
      } else {
        parts.add(chunk.getKey() + " (" + Amounts.bytes(chunk.getValue()) + ")");
      }
    }
    if (first >= 0) {
      parts.add(Amounts.range(first, next - first));
    }
    return (lengths.size() == 1 ? "chunk " : "chunks ") + String.join(", ", parts);
  }
}
