package dev.kvsql.chunk.salvage;

import java.util.function.Function;

/** What reading came to: something, or the reason why not. */
sealed interface Outcome<T> {
  /** It was read. */
  record Got<T>(T value) implements Outcome<T> {}

  /** It could not be read. */
  record Lost<T>(Damage damage) implements Outcome<T> {}

  /** Reads further in what was read. */
  default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
    return switch (this) {
      case Got<T>(T value) -> next.apply(value);
      case Lost<T>(Damage damage) -> new Lost<>(damage);
    };
  }
}
