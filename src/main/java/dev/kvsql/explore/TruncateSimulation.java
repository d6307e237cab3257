package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.explore.policy.PolicyFile;
import dev.kvsql.file.CacheState;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.TruncatePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Truncates a file as one policy does, on a copy-on-write view, and watches. Looks at the chunks
 * around the old and the new end, so that what it costs does not depend on the file's size.
 */
final class TruncateSimulation {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  /** What is written where the old end was: none of it is zero. */
  private static final byte[] PAGE = page();

  private final FileTag tag;
  private final Policy policy;
  private final OverlayChunkStore view;
  private final OperationTrace.Recorder recorder = new OperationTrace.Recorder();
  private final WatchedStore watched;
  private final PolicyFile file;
  private final TruncatePlan plan;

  /** What the file reads as before; to have read it fills the cache as a reader would. */
  private final FileWindows before;

  private static byte[] page() {
    byte[] page = new byte[CHUNK];
    Arrays.fill(page, (byte) 0xa5);
    return page;
  }

  /**
   * Opens a file that is there, and reads both ends of it.
   *
   * @throws StoreException when the file cannot be read
   */
  TruncateSimulation(ChunkStore store, FileTag tag, Policy policy, long newSizeBytes) {
    this.tag = tag;
    this.policy = policy;
    view = new OverlayChunkStore(store);
    watched = new WatchedStore(view, recorder);
    file = policy.open(watched, tag);
    plan = TruncatePlan.of(file.sizeBytes(), newSizeBytes);
    before = FileWindows.read(file, plan.oldSizeBytes(), plan.newSizeBytes());
  }

  /** Runs it, once, with this going wrong: nothing, or an operation that fails. */
  TruncateOutcome run(Fault fault) {
    SortedMap<Long, byte[]> cached = new TreeMap<>(file.cache().cached());
    Leftover leftBefore = Leftover.of(view, tag);
    OperationTrace trace = truncate(fault);
    if (!fault.equals(Fault.NONE) && !trace.isFailed()) {
      return new TruncateOutcome.FewerOperations(policy, plan, trace.count());
    }
    SimulatedTruncate.CacheChange change =
        new SimulatedTruncate.CacheChange(cached.size(), effects(cached, file.cache()));
    FileWindows expected = expected();
    List<Verdict> after = Verdict.of(broken(file, view, expected));
    Regrown grown = regrown(file, expected);
    return new SimulatedTruncate(
        tag,
        policy,
        plan,
        trace,
        file.sizeBytes(),
        change,
        after,
        grown,
        new SimulatedTruncate.StoreAfter(leftBefore, Leftover.of(view, tag), reopened()));
  }

  /** What SQLite does: truncate and sync, and when one of them fails, forget the transaction. */
  private OperationTrace truncate(Fault fault) {
    recorder.clear();
    watched.arm(fault);
    try {
      file.truncate(plan.newSizeBytes());
      file.sync();
    } catch (StoreException e) {
      if (!recorder.trace().isFailed()) {
        throw e;
      }
      file.rollBack();
    }
    OperationTrace trace = recorder.trace();
    watched.arm(Fault.NONE);
    return trace;
  }

  private static List<CacheEffect> effects(SortedMap<Long, byte[]> before, CacheState after) {
    List<CacheEffect> effects = new ArrayList<>();
    for (Map.Entry<Long, byte[]> was : before.entrySet()) {
      byte[] is = after.cached().get(was.getKey());
      if (is == null) {
        effects.add(new CacheEffect.Evicted(was.getKey()));
      } else if (!Arrays.equals(is, was.getValue())) {
        effects.add(new CacheEffect.Replaced(was.getKey(), was.getValue().length, is.length));
      }
    }
    return effects;
  }

  /** A byte array as it was, or as truncated, whichever the size says that the program goes by. */
  private FileWindows expected() {
    return file.sizeBytes() == plan.newSizeBytes() ? truncated() : before;
  }

  private FileWindows truncated() {
    return before.truncatedTo(plan.newSizeBytes());
  }

  private static List<Incoherence> broken(PolicyFile file, ChunkStore store, FileWindows expected) {
    List<Incoherence> found = new ArrayList<>(Coherence.examine(file.cache(), store));
    found.addAll(expected.differences(file));
    return found;
  }

  private Regrown regrown(PolicyFile shrunk, FileWindows expected) {
    OverlayChunkStore written = new OverlayChunkStore(view);
    OverlayChunkStore extended = new OverlayChunkStore(view);
    return new Regrown(
        broken(write(shrunk.copy(written)), written, expected.written(oldEnd(), PAGE)),
        broken(extend(shrunk.copy(extended)), extended, expected));
  }

  /** As SQLite lets files grow: a page is written past the end. */
  private PolicyFile write(PolicyFile grown) {
    grown.write(oldEnd(), PAGE);
    grown.sync();
    return grown;
  }

  private long oldEnd() {
    long end = Math.max(plan.oldSizeBytes(), plan.newSizeBytes());
    return Math.min(end, StoreKey.MAX_FILE_BYTES - CHUNK);
  }

  /** The size is set to what it was, or when that would change nothing, to one chunk more. */
  private PolicyFile extend(PolicyFile grown) {
    long end = Math.max(plan.oldSizeBytes(), plan.newSizeBytes());
    long size = grown.sizeBytes() < end ? end : end + CHUNK;
    grown.truncate(Math.min(size, StoreKey.MAX_FILE_BYTES));
    grown.sync();
    return grown;
  }

  private Reopened reopened() {
    PolicyFile fresh = policy.open(new OverlayChunkStore(view), tag);
    Reopened.Content content = content(fresh);
    FileWindows expected =
        switch (content) {
          case BEFORE -> before;
          case AFTER, NEITHER -> truncated();
        };
    return new Reopened(fresh.sizeBytes(), content, regrown(fresh, expected));
  }

  private Reopened.Content content(PolicyFile fresh) {
    if (fresh.sizeBytes() == plan.newSizeBytes() && truncated().differences(fresh).isEmpty()) {
      return Reopened.Content.AFTER;
    }
    return fresh.sizeBytes() == plan.oldSizeBytes() && before.differences(fresh).isEmpty()
        ? Reopened.Content.BEFORE
        : Reopened.Content.NEITHER;
  }
}
