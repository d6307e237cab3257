package dev.kvsql.chunk.salvage;

/** Where a map keeps its values, as far as that is known. */
enum Placement {
  INSIDE,
  OUTSIDE,
  UNKNOWN;

  boolean agreesWith(Placement other) {
    return this == other || this == UNKNOWN || other == UNKNOWN;
  }
}
