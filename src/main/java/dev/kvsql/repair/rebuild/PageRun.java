package dev.kvsql.repair.rebuild;

/**
 * Pages next to each other.
 *
 * @param first 1-based number of the first
 * @param count how many, at least 1
 */
public record PageRun(long first, long count) {}
