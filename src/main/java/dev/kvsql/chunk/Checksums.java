package dev.kvsql.chunk;

/** Which checksums a database keeps of its chunks. */
public enum Checksums {
  /** None: the database is what Rivet's own would be, and nothing beside it. */
  NONE,
  /** The CRC32C of each chunk, in a map beside the database's. */
  CRC32C
}
