package dev.kvsql.bench;

/**
 * How many times the base the subject took.
 *
 * @param typical for a median or percentile the median of the rounds' ratios; for a mean the ratio
 *     of the means over all rounds, so that what happens in few rounds has its share in it
 * @param lowest of the rounds
 * @param highest of the rounds
 * @param rounds how many there were
 */
public record Ratio(double typical, double lowest, double highest, int rounds) {}
