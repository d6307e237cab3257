package dev.kvsql.chunk.salvage;

/**
 * What came of one database.
 *
 * @param entries that went to the sink
 * @param valueBytes the size of their values in bytes
 * @param valuesLost keys whose value could not be read
 * @param checksums whether the catalog has a companion map for it
 */
public record SalvagedDatabase(
    String name, long entries, long valueBytes, long valuesLost, Checksums checksums) {}
