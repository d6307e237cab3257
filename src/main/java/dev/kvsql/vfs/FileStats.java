package dev.kvsql.vfs;

/**
 * What SQLite asked of a file since somebody has it open.
 *
 * @param readBytes the bytes of all reads together
 * @param writtenBytes the bytes of all writes together
 */
public record FileStats(
    long reads, long readBytes, long writes, long writtenBytes, long truncates, long syncs) {}
