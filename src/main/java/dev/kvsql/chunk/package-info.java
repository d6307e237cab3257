/**
 * The store as an ordered key-value map: keys and values of Rivet's layout, atomic batches, KV
 * dumps, and decorators over any {@link dev.kvsql.chunk.ChunkStore}. Uses no other package of
 * kvsql.
 */
@NullMarked
package dev.kvsql.chunk;

import org.jspecify.annotations.NullMarked;
