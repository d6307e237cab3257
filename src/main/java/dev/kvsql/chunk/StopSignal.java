package dev.kvsql.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells work that reads a store to end: because its time is over, or because its user has ended the
 * program. Given once, and never taken back. For threads to share.
 */
public final class StopSignal {
  private final List<Runnable> listeners = new ArrayList<>();
  private volatile @Nullable String reason;

  /** Takes a listener back. */
  public interface Registration extends AutoCloseable {
    /** The listener is not running afterwards, nor will it be. */
    @Override
    void close();
  }

  /**
   * Gives the signal; but for the first time does nothing.
   *
   * @param why for people, such as {@code stopped after 5 s by --timeout}
   */
  public void stop(String why) {
    synchronized (listeners) {
      if (reason == null) {
        reason = why;
        listeners.forEach(Runnable::run);
      }
    }
  }

  /** Whether the signal was given. */
  public boolean isStopped() {
    return reason != null;
  }

  /** Why the signal was given, if it was. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Goes on unless the signal was given.
   *
   * @throws StoreException.Stopped when it was
   */
  public void check() {
    String why = reason;
    if (why != null) {
      throw new StoreException.Stopped(why);
    }
  }

  /**
   * Has something run when the signal is given, by whoever gives it; at once when it was. It must
   * be quick, and wait for nobody.
   */
  public Registration onStop(Runnable listener) {
    synchronized (listeners) {
      listeners.add(listener);
      if (reason != null) {
        listener.run();
      }
    }
    return () -> {
      synchronized (listeners) {
        listeners.remove(listener);
      }
    };
  }

  /** A signal of its own, which is also given when this one is. */
  public Child child() {
    StopSignal child = new StopSignal();
    return new Child(child, onStop(() -> child.stop(String.valueOf(reason))));
  }

  /**
   * A signal that follows another one until it is closed.
   *
   * @param following the other one's listener
   */
  public record Child(StopSignal signal, Registration following) implements AutoCloseable {
    @Override
    public void close() {
      following.close();
    }
  }
}
