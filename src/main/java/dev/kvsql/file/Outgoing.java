package dev.kvsql.file;

import dev.kvsql.chunk.WriteBatch;
import java.util.List;

/**
 * Buffered chunks on their way to the store, in the order of their indexes.
 *
 * @param indexes their chunk indexes; not to be changed
 * @param puts what each becomes in the store
 */
record Outgoing(long[] indexes, List<WriteBatch.Put> puts) {}
