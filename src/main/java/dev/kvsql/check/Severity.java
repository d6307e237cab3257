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
  RECOVERY_PENDING;

  /** Whether this counts when everything from {@code threshold} up does. */
  public boolean reaches(Severity threshold) {
    return this != RECOVERY_PENDING && compareTo(threshold) <= 0;
  }
}
