package dev.kvsql.vfs;

/**
 * What the files of a database asked of its store since it was mounted.
 *
 * @param gets values that were looked up one by one; other reads were answered from memory
 * @param scans ranges that were read in order
 * @param scannedValues the values of those
 * @param batches that were written, each atomic
 * @param forcedBatches those of them that had to be durable at once
 */
public record StoreStats(
    long gets, long scans, long scannedValues, long batches, long forcedBatches) {}
