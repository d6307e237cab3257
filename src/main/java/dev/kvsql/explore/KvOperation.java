package dev.kvsql.explore;

import dev.kvsql.chunk.WriteBatch;

/** An operation that a program asked its store for. */
public sealed interface KvOperation {
  /** Whether the store refused it; then nothing of it was done. */
  boolean failed();

  /** The value of a key was asked for; {@code bytes} is its length, or -1 when there is none. */
  record Get(byte[] key, int bytes, boolean failed) implements KvOperation {}

  /** A batch, atomic by itself. */
  record Apply(WriteBatch batch, boolean failed) implements KvOperation {}
}
