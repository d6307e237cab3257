package dev.kvsql.check;

/** How bad a finding is, worst first. */
public enum Severity {
  /** The database cannot be read. */
  FATAL,
  /** Wrong bytes, or SQLite refuses. */
  ERROR,
  /** Harmless until a legal operation makes it harmful. */
  WARN,
  /** Worth knowing, and explained. */
  NOTICE,
  /** A recovery is pending that SQLite carries out at the next open: judged by its result. */
  RECOVERY_PENDING,
  /** The check could not be carried to its end: what it found proves nothing. */
  INCOMPLETE;

  /** Whether this counts when everything from {@code threshold} up does; the last two never do. */
  public boolean reaches(Severity threshold) {
    return compareTo(NOTICE) <= 0 && compareTo(threshold) <= 0;
  }
}
