package dev.kvsql.check;

/**
 * Something that a check found, with its evidence. How bad it is and what its repair costs is what
 * {@link FindingId} says, but where a record says otherwise.
 */
public sealed interface Finding
    permits StoreFinding,
        DatabaseFinding,
        MetaFinding,
        ChunkFinding,
        JournalFinding,
        PageFinding,
        CacheFinding {
  /** Its stable name. */
  FindingId id();

  /** How bad it is here. */
  default Severity severity() {
    return id().severity();
  }

  /** What a repair would cost here. */
  default RepairClass repair() {
    return id().repair();
  }

  /** Whether its repair has to wait until other findings, mostly a file's size, are mended. */
  default boolean waitsForSize() {
    return false;
  }

  /** Where it lies within its database. */
  Place place();
}
