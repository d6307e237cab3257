package dev.kvsql.chunk;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails when told to, before anything is done: a batch that fails has not been
 * applied. Counts the batches that it was given.
 */
public final class FaultyChunkStore implements ChunkStore {
  /** How the failures of {@link #failApply} and {@link #failGet} begin. */
  public static final String MESSAGE = "the disk is on fire";

  private final ChunkStore below;
  private Countdown apply = Countdown.NEVER;
  private Countdown get = Countdown.NEVER;
  private int applied;

  /** Calls until the first failure and how many then fail. */
  private record Countdown(int good, int bad, Supplier<? extends RuntimeException> failure) {
    static final Countdown NEVER = new Countdown(0, 0, IllegalStateException::new);

    /** What is left after one call, which fails when this is its turn. */
    Countdown step() {
      return good > 0
          ? new Countdown(good - 1, bad, failure)
          : new Countdown(0, Math.max(0, bad - 1), failure);
    }

    boolean fails() {
      return good == 0 && bad > 0;
    }
  }

  public FaultyChunkStore(ChunkStore below) {
    this.below = below;
  }

  /** Makes the nth {@link #apply} from now on fail, once; 1 is the next one. */
  public synchronized void failApply(int nth) {
    failApply(nth, 1, () -> new StoreException.Failed(MESSAGE, null));
  }

  /** Makes {@code count} calls of {@link #apply} fail, from the nth on. */
  public synchronized void failApply(
      int nth, int count, Supplier<? extends RuntimeException> failure) {
    apply = new Countdown(nth - 1, count, failure);
  }

  /** Makes {@code count} calls of {@link #get} fail, from the nth on. */
  public synchronized void failGet(int nth, int count) {
    get = new Countdown(nth - 1, count, () -> new StoreException.Failed(MESSAGE, null));
  }

  /** Fails no more. */
  public synchronized void heal() {
    apply = Countdown.NEVER;
    get = Countdown.NEVER;
  }

  /** How many batches were applied. */
  public synchronized int applied() {
    return applied;
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] key) {
    Countdown now = get;
    get = now.step();
    if (now.fails()) {
      throw now.failure().get();
    }
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return below.scan(range);
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public synchronized void apply(WriteBatch batch, Durability durability) {
    Countdown now = apply;
    apply = now.step();
    if (now.fails()) {
      throw now.failure().get();
    }
    below.apply(batch, durability);
    applied++;
  }
}
