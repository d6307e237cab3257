package dev.kvsql.explore.recording;

import dev.kvsql.chunk.StoreKey;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which chunks of a file the store has, and how long each is. Neighbours that are alike are kept as
 * one run, so that a file without gaps costs as much memory as one with a single chunk.
 */
final class StoredChunks {
  /** What {@link #bytes} says of a chunk that is not there. */
  static final int ABSENT = -1;

  private final NavigableMap<Long, Run> runs = new TreeMap<>();

  /**
   * Neighbouring chunks of one length.
   *
   * @param bytes length of each
   * @param since the operation that gave them this length, or 0 when they are whole
   */
  record Run(ChunkSpan span, int bytes, long since) {
    ChunkGroup group() {
      long count = span.end() - span.first();
      return new ChunkGroup(span.first(), span.end() - 1, count, count * bytes);
    }

    private Run within(long first, long end) {
      ChunkSpan part = new ChunkSpan(Math.max(first, span.first()), Math.min(end, span.end()));
      return new Run(part, bytes, since);
    }

    private boolean isContinuedBy(Run next) {
      return span.end() == next.span.first() && bytes == next.bytes && since == next.since;
    }
  }

  /** Length of a chunk in bytes, or {@link #ABSENT}. */
  int bytes(long index) {
    Map.Entry<Long, Run> run = runs.floorEntry(index);
    return run == null || index >= run.getValue().span().end() ? ABSENT : run.getValue().bytes();
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** How many runs there are: what this costs in memory. */
  int runs() {
    return runs.size();
  }

  /** The chunk with the highest index of those before {@code end}. */
  OptionalLong lastBefore(long end) {
    Map.Entry<Long, Run> run = runs.lowerEntry(end);
    return run == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(end, run.getValue().span().end()) - 1);
  }

  /** Has a chunk be that long from this operation on, if it is not so already. */
  void put(long index, int bytes, long operation) {
    if (bytes(index) == bytes) {
      return;
    }
    ChunkSpan span = ChunkSpan.of(index);
    remove(span);
    insert(new Run(span, bytes, bytes < StoreKey.CHUNK_BYTES ? operation : 0));
  }

  private void insert(Run run) {
    Run whole = run;
    Map.Entry<Long, Run> before = runs.lowerEntry(run.span().first());
    if (before != null && before.getValue().isContinuedBy(whole)) {
      whole = joined(before.getValue(), whole);
    }
    Run after = runs.get(run.span().end());
    if (after != null && whole.isContinuedBy(after)) {
      runs.remove(run.span().end());
      whole = joined(whole, after);
    }
    runs.put(whole.span().first(), whole);
  }

  private static Run joined(Run left, Run right) {
    return new Run(
        new ChunkSpan(left.span().first(), right.span().end()), left.bytes(), left.since());
  }

  /** Forgets what is within a span. */
  void remove(ChunkSpan span) {
    splitAt(span.first());
    splitAt(span.end());
    runs.subMap(span.first(), span.end()).clear();
  }

  private void splitAt(long index) {
    Map.Entry<Long, Run> entry = runs.lowerEntry(index);
    if (entry != null && entry.getValue().span().end() > index) {
      Run run = entry.getValue();
      runs.put(run.span().first(), run.within(0, index));
      runs.put(index, run.within(index, run.span().end()));
    }
  }

  /** Moves what is within a span over to others. */
  void moveTo(StoredChunks others, ChunkSpan span) {
    forEach(
        span,
        run -> {
          others.remove(run.span());
          others.insert(run);
        });
    remove(span);
  }

  /** What there is within a span, in order. */
  void forEach(ChunkSpan span, Consumer<Run> consumer) {
    if (span.isEmpty()) {
      return;
    }
    Map.Entry<Long, Run> before = runs.lowerEntry(span.first());
    if (before != null && before.getValue().span().end() > span.first()) {
      consumer.accept(before.getValue().within(span.first(), span.end()));
    }
    runs.subMap(span.first(), span.end())
        .values()
        .forEach(run -> consumer.accept(run.within(span.first(), span.end())));
  }

  /** What there is within a span, as one. */
  ChunkGroup group(ChunkSpan span) {
    ChunkGroup[] all = {ChunkGroup.NONE};
    forEach(span, run -> all[0] = all[0].plus(run.group()));
    return all[0];
  }
}
