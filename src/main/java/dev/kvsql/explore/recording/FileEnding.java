package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.CrashWindow.Cause;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a file ends, as far as its operations tell, and what the store has behind that end.
 *
 * <p>Chunks are behind the end for a while whenever a truncate takes more than one operation
 * (Rivet's takes three: the meta, the shortened last chunk, the delete; see Rivet #4637). That is a
 * window. It ends well when nothing is left there, and badly when the program goes on to other work
 * on the file before, or the recording ends.
 */
final class FileEnding {
  private static final long NONE = -1;

  private final FileTag file;
  private final ReplayLog log;
  private final StoredChunks chunks;

  /** What was given up as left over: it is in the store, and told of already. */
  private final StoredChunks leftOver = new StoredChunks();

  private long leftTail = NONE;
  private SizeBounds size = SizeBounds.exactly(0);

  /** The put of a meta of unknown value, while what follows can show that it cut the file. */
  private OptionalLong sized = OptionalLong.empty();

  /** The first chunk that the cut is seen to take, once it is seen. */
  private OptionalLong cutFrom = OptionalLong.empty();

  /** What chunks that went before the size say about it. */
  private SizeBounds announced = SizeBounds.UNKNOWN;

  private long cutAt;
  private @Nullable OpenWindow window;

  /**
   * @param chunks what the store has of the file, but for what was given up
   */
  FileEnding(FileTag file, ReplayLog log, StoredChunks chunks) {
    this.file = file;
    this.log = log;
    this.chunks = chunks;
  }

  SizeBounds size() {
    return size;
  }

  StoredChunks leftOver() {
    return leftOver;
  }

  /** Whether a truncate may be going on in which this chunk is the last one kept. */
  boolean mayCutIn(long chunk) {
    return (isOpen(Cause.SIZE_BEFORE_CHUNKS_GO) || mayCut()) && size.canEndIn(chunk);
  }

  /** Whether the value of the last meta is not known, and what follows may show that it cut. */
  boolean mayCut() {
    return sized.isPresent();
  }

  /** A chunk was written: whatever was left over of it is gone. */
  void written(long chunk) {
    leftOver.remove(ChunkSpan.of(chunk));
    leftTail = leftTail == chunk ? NONE : leftTail;
  }

  /** Some were deleted: whatever was left over of them is gone. */
  void deleted(FileDelete delete) {
    delete.applyTo(leftOver);
  }

  /** A meta arrived, and this is what is known of the size that it says. */
  void know(long operation, SizeBounds known) {
    size = known;
    sized = OptionalLong.empty();
    cutFrom = OptionalLong.empty();
    risk(Cause.SIZE_BEFORE_CHUNKS_GO, operation, chunks.group(size.pastEnd()));
  }

  /** The same, and what follows can show that it has cut the file. */
  void maybeCut(long operation, SizeBounds known) {
    know(operation, known);
    sized = OptionalLong.of(operation);
  }

  /**
   * Whether a delete can be a part of the cut: batches come one after another, upwards or
   * downwards. One from further below is of something else.
   */
  boolean mayCutWith(FileDelete delete) {
    return mayCut()
        && (cutFrom.isEmpty()
            || delete.first() >= cutFrom.getAsLong()
            || delete.end() == cutFrom.getAsLong());
  }

  /** What follows the meta shows that it has cut the file. */
  void cut(SizeBounds shorter) {
    long before = size.pastEnd().first();
    size = shorter;
    cutFrom = OptionalLong.of(size.pastEnd().first());
    ChunkSpan fallen = new ChunkSpan(size.pastEnd().first(), before);
    risk(Cause.SIZE_BEFORE_CHUNKS_GO, sized.orElseThrow(), chunks.group(fallen));
  }

  /**
   * Chunks that can be within the file are gone or cut, as in a truncate that puts the meta last
   * (Rivet's did once), or in a delete of the file that does.
   *
   * @param gone those that were deleted
   * @param shown where the file will end if it is that
   */
  void cutEarly(long operation, ChunkGroup gone, SizeBounds shown) {
    if (!isOpen(Cause.CHUNKS_GO_BEFORE_SIZE)) {
      goOn(operation);
    }
    if (window == null) {
      window = new OpenWindow(Cause.CHUNKS_GO_BEFORE_SIZE, operation);
    } else if (window.cause() != Cause.CHUNKS_GO_BEFORE_SIZE) {
      return;
    }
    window.add(gone);
    announced = shown;
    OptionalLong last = shown.isExact() ? shown.endChunk() : OptionalLong.empty();
    if (last.isPresent()) {
      window.tail(last.getAsLong());
      cutAt = operation;
    }
  }

  /** What is known of the size when a meta arrives after {@link #cutEarly}. */
  Optional<SizeBounds> announced() {
    return isOpen(Cause.CHUNKS_GO_BEFORE_SIZE) ? Optional.of(announced) : Optional.empty();
  }

  /**
   * Chunks are where they must not stay.
   *
   * @param since the operation after which they are there
   * @param more those that were not there before
   */
  void risk(Cause cause, long since, ChunkGroup more) {
    OptionalLong tail = tail();
    if (more.isEmpty() && tail.isEmpty()) {
      return;
    }
    if (window == null) {
      window = new OpenWindow(cause, since);
    }
    window.unsettle();
    window.add(more);
    tail.ifPresent(window::tail);
  }

  private OptionalLong tail() {
    OptionalLong end = size.endChunk();
    boolean tooLong =
        end.isPresent()
            && end.getAsLong() != leftTail
            && chunks.bytes(end.getAsLong()) > size.mostWithin(end.getAsLong());
    return tooLong ? end : OptionalLong.empty();
  }

  /** An operation failed that would have ended a window, or a part of it. */
  void fail(long operation) {
    if (window != null && !window.isSettled()) {
      window.fail(operation);
    }
  }

  /** Sees whether everything is in its place after an operation. */
  void settle(long operation) {
    if (window == null) {
      return;
    }
    boolean inPlace =
        switch (window.cause()) {
          case SIZE_BEFORE_CHUNKS_GO, CHUNKS_BEFORE_SIZE -> !hasPastEnd() && tail().isEmpty();
          case CHUNKS_GO_BEFORE_SIZE -> false;
          case CHUNKS_BEFORE_META, META_GOES_BEFORE_CHUNKS -> chunks.isEmpty();
        };
    if (inPlace) {
      window.settle(operation);
    }
  }

  private boolean hasPastEnd() {
    OptionalLong last = chunks.lastBefore(StoreKey.MAX_CHUNKS);
    return last.isPresent() && last.getAsLong() >= size.pastEnd().first();
  }

  private void close(long operation) {
    if (window == null) {
      return;
    }
    CrashWindow closed = window.closed(file, operation);
    if (closed.chunksAtRisk() > 0) {
      log.window(closed);
    }
    window = null;
  }

  /** The program goes on to something that is no part of a truncate. */
  void goOn(long operation) {
    sized = OptionalLong.empty();
    if (isOpen(Cause.SIZE_BEFORE_CHUNKS_GO) || isOpen(Cause.CHUNKS_GO_BEFORE_SIZE)) {
      giveUp(OptionalLong.of(operation));
    } else if (window != null && window.isSettled()) {
      close(operation);
    }
  }

  /** A meta arrives, after {@link #goOn}. */
  void meetMeta(long operation) {
    if (isOpen(Cause.META_GOES_BEFORE_CHUNKS)) {
      giveUp(OptionalLong.of(operation));
    }
    close(operation);
  }

  /** The meta is gone, and with it what was known of the size. */
  void loseMeta(long operation) {
    boolean inPlace = window != null && (window.isSettled() || announced().isPresent());
    if (inPlace || chunks.isEmpty()) {
      close(operation);
    }
    window = null;
    size = SizeBounds.exactly(0);
    sized = OptionalLong.empty();
    leftTail = NONE;
    risk(Cause.META_GOES_BEFORE_CHUNKS, operation, chunks.group(ChunkSpan.ALL));
  }

  /** The recording ends. */
  void finish() {
    if (window != null && window.isSettled()) {
      close(0);
    }
    giveUp(OptionalLong.empty());
  }

  private void giveUp(OptionalLong left) {
    if (window == null) {
      return;
    }
    Breach.Story story = window.abandoned(left);
    switch (window.cause()) {
      case SIZE_BEFORE_CHUNKS_GO, CHUNKS_BEFORE_SIZE -> giveUpPast(story);
      case CHUNKS_GO_BEFORE_SIZE -> giveUpWithin(window.closed(file, story.since()));
      case CHUNKS_BEFORE_META, META_GOES_BEFORE_CHUNKS -> {
        log.broken(new Breach.WithoutMeta(file, chunks.group(ChunkSpan.ALL), story));
        chunks.moveTo(leftOver, ChunkSpan.ALL);
      }
    }
    window = null;
  }

  private void giveUpPast(Breach.Story story) {
    ChunkGroup past = chunks.group(size.pastEnd());
    if (!past.isEmpty()) {
      log.broken(new Breach.PastEnd(file, past, size.atMost(), story));
      chunks.moveTo(leftOver, size.pastEnd());
    }
    OptionalLong tail = tail();
    if (tail.isPresent()) {
      leftTail = tail.getAsLong();
      log.broken(
          new Breach.LongTail(
              file, leftTail, size.mostWithin(leftTail), chunks.bytes(leftTail), story));
    }
  }

  private void giveUpWithin(CrashWindow lost) {
    if (!lost.chunks().isEmpty() && size.surelyWithin(lost.chunks().first()) > 0) {
      log.notice(new ReplayReport.Hole(lost.firstOperation(), file, lost.chunks()));
    }
    if (lost.tail().isPresent() && file == FileTag.MAIN) {
      long chunk = lost.tail().getAsLong();
      log.broken(
          new Breach.ShortChunks(
              cutAt, file, ChunkGroup.of(chunk, chunks.bytes(chunk)), size.surelyWithin(chunk)));
    }
  }

  private boolean isOpen(Cause cause) {
    return window != null && !window.isSettled() && window.cause() == cause;
  }
}
