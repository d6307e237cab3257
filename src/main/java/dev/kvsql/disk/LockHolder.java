package dev.kvsql.disk;

/**
 * A process that has a lock on a file.
 *
 * @param process its id
 */
public record LockHolder(long process, DiskFile.Sharing sharing) {}
