package dev.kvsql.file;

import dev.kvsql.chunk.FileTag;
import java.util.SortedMap;

/**
 * A file's read cache at one moment.
 *
 * @param sizeBytes the file's size in memory
 * @param pending whether the file has changes that the store does not have
 * @param cached the cached chunks by index; the arrays are shared, not to be changed
 */
public record CacheState(
    FileTag file, long sizeBytes, boolean pending, SortedMap<Long, byte[]> cached) {}
