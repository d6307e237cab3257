package dev.kvsql.bench;

/**
 * What took its time.
 *
 * @param amount of what, the figure says
 */
public record Work(Figure figure, long amount) {}
