package dev.kvsql.file;

import java.util.SortedMap;

/**
 * What a file has in memory that its store does not have, at one moment.
 *
 * @param stored whether the store has the file at all
 * @param storedBytes the size that the store has
 * @param cleanBytes what the store holds below this offset still counts
 * @param chunks the buffered chunks by index; the arrays are shared, not to be changed
 */
public record BufferState(
    boolean stored, long storedBytes, long cleanBytes, SortedMap<Long, byte[]> chunks) {}
