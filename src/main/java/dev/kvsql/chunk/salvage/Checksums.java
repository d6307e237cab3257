package dev.kvsql.chunk.salvage;

/** Whether a database has a companion map of checksums, which is not salvaged but made anew. */
public enum Checksums {
  KEPT,
  NONE
}
