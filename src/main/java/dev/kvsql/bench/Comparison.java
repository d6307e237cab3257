package dev.kvsql.bench;

/**
 * One line of the result: how long the same took two sides.
 *
 * @param statistic what the times are of the samples
 * @param ratio of the subject to the base, by the same statistic of each round
 */
public record Comparison(
    Work work, Statistic statistic, Timing base, Timing subject, Ratio ratio) {}
