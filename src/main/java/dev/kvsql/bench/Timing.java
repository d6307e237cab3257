package dev.kvsql.bench;

/**
 * How long something took one side.
 *
 * @param nanos over all samples of all rounds
 * @param samples how many there were
 */
public record Timing(Side side, double nanos, int samples) {}
