package dev.kvsql.file;

/**
 * How full a read cache is.
 *
 * @param chunks how many chunks it has
 * @param bytes what these chunks hold, in bytes
 * @param capacityBytes most bytes of chunks that it can have
 */
public record CacheUse(int chunks, long bytes, long capacityBytes) {}
