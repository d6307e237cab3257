package dev.kvsql.explore;

/**
 * One thing that is done to a file, or happens to the process that has it. Offsets, lengths and
 * sizes are in bytes.
 */
public sealed interface Step {
  /** Writes bytes that nobody wrote before. */
  record Write(long offset, int length) implements Step {}

  record Truncate(long sizeBytes) implements Step {}

  record Read(long offset, int length) implements Step {}

  record Sync() implements Step {}

  /** Begins a batch of writes that reach the store together. */
  record Begin() implements Step {}

  record Commit() implements Step {}

  record RollBack() implements Step {}

  /** The read cache gives up everything. */
  record Evict() implements Step {}

  /** The file is closed, and opened again. */
  record Reopen() implements Step {}

  /** The process dies, and another one opens the file: what the store took is there. */
  record Crash() implements Step {}

  /** The machine dies: the store keeps what it was told to make durable, and nothing later. */
  record PowerCut() implements Step {}
}
