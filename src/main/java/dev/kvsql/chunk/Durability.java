package dev.kvsql.chunk;

/** When a batch must be on disk. */
public enum Durability {
  /** Before the call returns. */
  FORCED,
  /** Together with the next forced batch, or when the store closes; in order, whatever happens. */
  LAZY
}
