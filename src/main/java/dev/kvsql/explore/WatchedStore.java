package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a program and its store: counts the operations, tells of each, and makes one of
 * them fail. For one thread.
 */
final class WatchedStore implements ChunkStore {
  private final ChunkStore below;
  private final Consumer<KvOperation> listener;
  private Fault fault = Fault.NONE;
  private int count;

  /** The process is gone; whoever sees this has nothing left to do. */
  static final class CrashException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private CrashException() {
      super("the process died (simulated)", null, false, false);
    }
  }

  WatchedStore(ChunkStore below, Consumer<KvOperation> listener) {
    this.below = below;
    this.listener = listener;
  }

  WatchedStore(ChunkStore below) {
    this(below, operation -> {});
  }

  /** Counts from 0 again, and makes this go wrong from here on. */
  void arm(Fault next) {
    fault = next;
    count = 0;
  }

  /** How many operations there were since the last {@link #arm}, one that failed included. */
  int count() {
    return count;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    if (isRefused()) {
      listener.accept(new KvOperation.Get(key, -1, true));
      throw failure();
    }
    byte[] value = below.get(key);
    listener.accept(new KvOperation.Get(key, value == null ? -1 : value.length, false));
    return value;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return below.scan(range);
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    boolean refused = isRefused();
    listener.accept(new KvOperation.Apply(batch, refused));
    if (refused) {
      throw failure();
    }
    below.apply(batch, durability);
  }

  private static StoreException failure() {
    return new StoreException.Failed("the store refused the operation (simulated)", null);
  }

  private boolean isRefused() {
    count++;
    return switch (fault) {
      case Fault.None() -> false;
      case Fault.Fails(int operation) -> operation == count;
      case Fault.Crashes(int operation) -> {
        if (operation == count) {
          throw new CrashException();
        }
        yield false;
      }
    };
  }
}
