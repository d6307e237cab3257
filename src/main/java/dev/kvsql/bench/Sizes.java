package dev.kvsql.bench;

/**
 * How large what has to be made first is.
 *
 * @param storeBytes bytes of chunks in the store that is opened
 * @param tableBytes about as many bytes has the database whose table is scanned, and truncated
 */
public record Sizes(long storeBytes, long tableBytes) {}
