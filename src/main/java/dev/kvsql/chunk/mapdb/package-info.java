/**
 * Chunk stores in MapDB files, the only importer of {@code org.mapdb}: opening and locking store
 * files, and the volume that makes MapDB's writes atomic and durable. May use {@code chunk}.
 */
@NullMarked
package dev.kvsql.chunk.mapdb;

import org.jspecify.annotations.NullMarked;
