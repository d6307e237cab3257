package dev.kvsql.check;

import dev.kvsql.chunk.StoreException;

/** Findings about what a database holds beside the layout. */
public sealed interface DatabaseFinding extends Finding {
  @Override
  default Place place() {
    return Place.whole();
  }

  /** What a failure to read a record comes to. */
  static Finding unreadable(StoreException.Damaged e) {
    return new RecordUnreadable(String.valueOf(e.getMessage()));
  }

  /** MapDB cannot read a part of the store. */
  record RecordUnreadable(String problem) implements DatabaseFinding {
    @Override
    public FindingId id() {
      return FindingId.RECORD_UNREADABLE;
    }
  }

  /** Keys with the layout's prefix that it does not define; the first of them in hex. */
  record KeyUnknown(String firstKey, long keys) implements DatabaseFinding {
    @Override
    public FindingId id() {
      return FindingId.KEY_UNKNOWN;
    }
  }
}
