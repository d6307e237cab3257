package dev.kvsql.cli;

/** The exit codes, one value and never a sum. */
final class ExitCode {
  static final int CLEAN = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int FINDINGS = 3;
  static final int REPAIRED = 4;
  static final int RECOVERY_PENDING = 5;
  static final int INCOMPLETE = 6;
  static final int MISSING = 10;
  static final int LOCKED = 11;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
