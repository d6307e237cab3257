package dev.kvsql.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations that a program asked its store for, in order, one that the store refused included: the
 * first few, and the last. So it stays small however many there were.
 *
 * @param first the first ones, at most {@link #KEPT}
 * @param last the last one, unless it is among the first
 * @param count how many there were
 */
public record OperationTrace(List<KvOperation> first, Optional<KvOperation> last, long count) {
  /** How many of the first operations are kept. */
  public static final int KEPT = 8;

  public OperationTrace {
    first = List.copyOf(first);
  }

  /** Whether the store refused the last operation, which then was the end of it. */
  public boolean isFailed() {
    return last.or(() -> first.isEmpty() ? Optional.empty() : Optional.of(first.getLast()))
        .map(KvOperation::failed)
        .orElse(false);
  }

  /** How many operations are neither among the first nor the last. */
  public long omitted() {
    return count - first.size() - (last.isPresent() ? 1 : 0);
  }

  /** Listens to a store; for one thread. */
  static final class Recorder implements Consumer<KvOperation> {
    private final List<KvOperation> first = new ArrayList<>();
    private @Nullable KvOperation last;
    private long count;

    @Override
    public void accept(KvOperation operation) {
      count++;
      if (first.size() < KEPT) {
        first.add(operation);
      } else {
        last = operation;
      }
    }

    /** Forgets what it has heard. */
    void clear() {
      first.clear();
      last = null;
      count = 0;
    }

    OperationTrace trace() {
      return new OperationTrace(first, Optional.ofNullable(last), count);
    }
  }
}
